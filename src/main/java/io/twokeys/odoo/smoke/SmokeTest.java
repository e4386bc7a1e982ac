package io.twokeys.odoo.smoke;

import io.twokeys.fleet.Smoke;
import io.twokeys.fleet.Smoke.Login;
import io.twokeys.fleet.Smoke.Page;
import io.twokeys.odoo.host.OdooHost;
import io.twokeys.ssh.HostTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** What a target's configuration asks of its Odoo, asked from the host's own point of view, behind the maintenance page. */
public final class SmokeTest {
    private final OdooHost host;
    private final Smoke smoke;
    private final String mark;
    private final List<String> changed;

    /**
     * @param mark what every document carries that is entered; the same for every attempt of one operation
     * @param changed the modules that have just changed, those that matter most first; none if that is not known
     */
    public SmokeTest(OdooHost host, String mark, List<String> changed) {
        this.host = host;
        this.smoke = host.target().settings().smoke();
        this.mark = mark;
        this.changed = List.copyOf(changed);
    }

    /**
     * Asks everything once, in the order of the configuration. Nobody is told a password; of a flow that was cut off a draft
     * may be left, which the next attempt puts away.
     *
     * @return what was asked; nothing where the configuration asks for nothing
     * @throws HostTrouble if the host cannot be reached
     */
    public List<Seen> run() {
        if (smoke.isNone()) return List.of();
        return host.session().forwarded(host.target().odoo().url(), base -> {
            try (Wire wire = new Wire(base)) {
                return ask(wire);
            }
        });
    }

    private List<Seen> ask(Wire wire) {
        List<Seen> seen = new ArrayList<>();
        for (Page page : smoke.pages()) seen.add(page(wire, page, "page " + page.path()));
        for (String module : changed) {
            for (Page page : smoke.modules().getOrDefault(module, List.of())) {
                seen.add(page(wire, page, "page " + page.path() + " of " + module));
            }
        }
        Login login = smoke.login();
        if (login != null) seen.addAll(asUser(wire, login));
        return seen;
    }

    private static Seen page(Wire wire, Page page, String what) {
        try {
            Wire.Reply reply = wire.get(page.path(), page.status() / 100 != 3);
            if (reply.status() != page.status()) {
                return Seen.failed(what, "answered " + reply.status() + " instead of " + page.status());
            }
            if (page.text().isEmpty()) return Seen.passed(what, String.valueOf(reply.status()));
            return reply.body().contains(page.text())
                    ? Seen.passed(what, reply.status() + " with “" + page.text() + "”")
                    : Seen.failed(what, "answered " + reply.status() + " without “" + page.text() + "”");
        } catch (IOException e) {
            return Seen.noAnswer(what, e);
        }
    }

    private List<Seen> asUser(Wire wire, Login login) {
        List<Seen> seen = new ArrayList<>();
        String what = "login as " + login.user();
        try {
            String secret = Files.readString(login.secret()).strip();
            try {
                Records records = records(wire, login, secret);
                int user = records.login();
                seen.add(Seen.passed(what, "user " + user));
                var drafts = new Drafts(records, user, mark);
                smoke.flows().forEach(flow -> seen.add(drafts.enter(flow)));
                seen.addAll(changedScreens(records));
            } catch (OdooRefused refused) {
                seen.add(Seen.failed(what, String.valueOf(refused.getMessage())));
            } catch (IOException e) {
                seen.add(Seen.noAnswer(what, e));
            }
            return seen.stream().map(it -> without(secret, it)).toList();
        } catch (
                @SuppressWarnings("unused")
                IOException unreadable) {
            return List.of(Seen.failed(what, login.secret() + " cannot be read by this account"));
        }
    }

    private List<Seen> changedScreens(Records records) {
        var odoo = host.target().odoo();
        var screens = Screen.read(host.postgres(), odoo.database(), changed);
        return new Screens(records, odoo.series()).open(changed, screens);
    }

    private Records records(Wire wire, Login login, String secret) {
        String database = host.target().odoo().database();
        return switch (login.protocol()) {
            case XML_RPC -> new XmlRpc(wire, new XmlRpc.Account(database, login.user(), secret));
            case JSON_2 -> new Json2(wire, database, secret);
        };
    }

    /** Odoo has no reason to repeat a password; if it does, nobody reads it. */
    private static Seen without(String secret, Seen seen) {
        return secret.isEmpty()
                ? seen
                : new Seen(seen.what(), seen.result(), seen.evidence().replace(secret, "•••"));
    }
}
