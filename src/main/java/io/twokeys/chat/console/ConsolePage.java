package io.twokeys.chat.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The page; everything in it that changes comes over {@link ConsoleResource}. */
@Path("/console")
public final class ConsolePage {
    @CheckedTemplate(basePath = "console")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance page(int longestText);
    }

    @GET
    @Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
    public TemplateInstance page() {
        return Templates.page(ConsoleEvents.LONGEST_TEXT);
    }
}
