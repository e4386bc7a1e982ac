package io.twokeys.chat.discord;

import io.twokeys.chat.Form;
import io.twokeys.chat.Menu;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A menu with one verb of each sort. */
final class FewVerbs implements Menu {
    final List<Typing> typings = new ArrayList<>();
    List<String> names = List.of("sale_custom", "crm_custom");

    @Override
    public List<Verb> verbs() {
        return List.of(
                new Verb(
                        "upgrade",
                        "shows the plan",
                        List.of(
                                new Option("on", "the target", false, false, true),
                                new Option("modules", "which", true, false, true))),
                new Verb("logs", "the log", List.of(new Option("follow", "go on", false, true, false))),
                new Verb("status", "how it stands", List.of()),
                new Verb("incident open", "opens one", List.of(new Option("title", "what", true, false, false))),
                new Verb("incident resolve", "ends it", List.of()),
                new Verb("plan", "a plan", List.of(new Option("modules", "which", false, false, false))));
    }

    @Override
    public String text(String phrase, Map<String, String> options) {
        return (phrase
                        + options.entrySet().stream()
                                .map(option -> " " + option.getKey() + "=" + option.getValue())
                                .collect(Collectors.joining()))
                .strip();
    }

    @Override
    public List<String> suggest(Typing typing) {
        typings.add(typing);
        return names.stream().filter(name -> name.startsWith(typing.typed())).toList();
    }

    @Override
    public Optional<Form> behind(String button) {
        return button.startsWith("deny:")
                ? Optional.of(new Form(
                        "Deny",
                        "Deny",
                        List.of(new Form.Field("reason", "Why", Form.Kind.PARAGRAPH, false, "in short"))))
                : Optional.empty();
    }

    @Override
    public Optional<CommandForm> behindCommand(String text) {
        return text.equals("plan")
                ? Optional.of(new CommandForm(
                        "plan",
                        new Form(
                                "Plan",
                                "Plan",
                                List.of(new Form.Field("modules", "Modules", Form.Kind.PICK, true, "")))))
                : Optional.empty();
    }
}
