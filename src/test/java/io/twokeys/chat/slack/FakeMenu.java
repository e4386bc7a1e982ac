package io.twokeys.chat.slack;

import io.twokeys.chat.Form;
import io.twokeys.chat.Menu;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Two forms: a bare {@code upgrade}, and a denial's reason. Knows three modules. */
final class FakeMenu implements Menu {
    final List<Typing> asked = new CopyOnWriteArrayList<>();

    @Override
    public List<Verb> verbs() {
        return List.of();
    }

    @Override
    public String text(String phrase, Map<String, String> options) {
        return phrase + new TreeMap<>(options);
    }

    @Override
    public List<String> suggest(Typing typing) {
        asked.add(typing);
        return List.of("sale", "sale_custom", "stock").stream()
                .filter(name -> name.startsWith(typing.typed()))
                .toList();
    }

    @Override
    public Optional<Form> behind(String button) {
        var reason = new Form.Field("reason", "Why", Form.Kind.PARAGRAPH, false, "For everybody");
        return button.startsWith("deny:")
                ? Optional.of(new Form("Deny " + button.substring(5), "Deny", List.of(reason)))
                : Optional.empty();
    }

    @Override
    public Optional<CommandForm> behindCommand(String text) {
        var fields = List.of(
                new Form.Field("modules", "Modules", Form.Kind.PICK, true, ""),
                new Form.Field("on", "Target", Form.Kind.LINE, false, "prod"));
        return text.equals("upgrade")
                ? Optional.of(new CommandForm("upgrade", new Form("Upgrade", "Go on", fields)))
                : Optional.empty();
    }
}
