package io.twokeys.odoo.smoke;

import io.twokeys.odoo.host.OdooHost;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The bundles of scripts and styles that the login page names. One that is missing is the white page after an upgrade: Odoo keeps
 * bundles as attachments, and their files are gone or of another release.
 */
public final class Assets {
    /** {@code /web/content/ID-HASH/…} in Odoo 14, {@code /web/assets/…} from 15 on. */
    private static final Pattern BUNDLE =
            Pattern.compile("[\"'](/web/(?:assets|content)/[^\"'\\s]+\\.(?:css|js))[\"']");

    /** What Odoo makes anew at the next visit; as {@code ir.attachment.regenerate_assets_bundles} of Odoo 19 chooses them. */
    private static final String DELETE = """
            with gone as (
                delete from ir_attachment
                where res_model = 'ir.ui.view' and coalesce(res_id, 0) = 0
                  and (url like '/web/assets/%' or url like '/web/content/%-%/%')
                returning 1)
            select to_json(count(*)) from gone""";

    private final OdooHost host;

    public Assets(OdooHost host) {
        this.host = host;
    }

    /** Asks for every bundle once; the first visitor has Odoo build those that are not there. */
    public List<Seen> look() {
        return host.session().forwarded(host.target().odoo().url(), base -> {
            try (Wire wire = new Wire(base)) {
                return look(wire);
            }
        });
    }

    static List<Seen> look(Wire wire) {
        List<Seen> seen = new ArrayList<>();
        try {
            var page = wire.get("/web/login", true);
            BUNDLE.matcher(page.body())
                    .results()
                    .map(found -> found.group(1))
                    .distinct()
                    .forEach(path -> seen.add(bundle(wire, path)));
        } catch (IOException e) {
            seen.add(Seen.noAnswer("page /web/login", e));
        }
        return seen;
    }

    private static Seen bundle(Wire wire, String path) {
        String what = "bundle " + path.substring(path.lastIndexOf('/') + 1);
        try {
            var reply = wire.get(path, true);
            if (reply.status() != HttpURLConnection.HTTP_OK) {
                return Seen.failed(what, "answered " + reply.status());
            }
            return reply.body().isBlank()
                    ? Seen.failed(what, "is empty")
                    : Seen.passed(what, reply.body().length() + " characters");
        } catch (IOException e) {
            return Seen.noAnswer(what, e);
        }
    }

    /** Forgets all bundles. @return how many attachments that were */
    public int delete() {
        return host.postgres().query(host.target().odoo().database(), DELETE).asInt();
    }
}
