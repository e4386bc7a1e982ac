package io.twokeys.bot.menu;

import io.twokeys.chat.Form;
import io.twokeys.chat.Menu;
import io.twokeys.command.Completion;
import io.twokeys.command.Grammar;
import io.twokeys.command.Grammar.FilledIn;
import io.twokeys.command.Grammar.Parameter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The menu of the verbs that can be said today. */
@Singleton
public final class CommandMenu implements Menu {
    private static final Pattern DENY = Pattern.compile("deny:(AR-[0-9]{1,12})");
    private static final int MOST_FIELDS = 5;

    private final Grammar grammar;
    private final Names names;
    /** Of the verbs that cannot run without something; asked for with every command. */
    private final Map<io.twokeys.command.Verb, CommandForm> forms = new EnumMap<>(io.twokeys.command.Verb.class);

    @Inject
    public CommandMenu(Grammar grammar, Names names) {
        this.grammar = grammar;
        this.names = names;
        for (io.twokeys.command.Verb verb : grammar.verbs()) {
            form(verb.phrase(), Grammar.parameters(verb)).ifPresent(form -> forms.put(verb, form));
        }
    }

    @Override
    public List<Verb> verbs() {
        return grammar.verbs().stream()
                .map(verb -> new Verb(verb.phrase(), verb.summary(), options(verb)))
                .toList();
    }

    private static List<Option> options(io.twokeys.command.Verb verb) {
        return Grammar.parameters(verb).stream()
                .map(it -> new Option(
                        it.name(), it.summary(), it.required(), it.kind() == Parameter.Kind.FLAG, it.suggests()))
                .toList();
    }

    @Override
    public String text(String phrase, Map<String, String> options) {
        return grammar.verb(phrase)
                .map(verb -> new FilledIn(verb, options).text())
                .orElse(phrase);
    }

    @Override
    public List<String> suggest(Typing typing) {
        return grammar.verb(typing.phrase())
                .map(verb -> new Completion(grammar).fill(verb, typing.option(), typing.typed(), names.around(typing)))
                .orElse(List.of());
    }

    /** A denial may say why; every other button counts as it is pressed. */
    @Override
    public Optional<Form> behind(String button) {
        Matcher deny = DENY.matcher(button);
        if (!deny.matches()) return Optional.empty();
        var reason =
                new Form.Field("reason", "Why", Form.Kind.PARAGRAPH, false, "Everybody in the thread will read it");
        return Optional.of(new Form("Deny " + deny.group(1), "Deny", List.of(reason)));
    }

    @Override
    public Optional<CommandForm> behindCommand(String text) {
        return grammar.bare(text).map(forms::get);
    }

    private static Optional<CommandForm> form(String phrase, List<Parameter> parameters) {
        if (parameters.stream().noneMatch(Parameter::required)) return Optional.empty();
        List<Form.Field> fields = parameters.stream()
                .filter(it -> it.kind() != Parameter.Kind.FLAG)
                .limit(MOST_FIELDS)
                .map(CommandMenu::field)
                .toList();
        return Optional.of(new CommandForm(phrase, new Form(capital(phrase), "Go on", fields)));
    }

    private static Form.Field field(Parameter it) {
        var kind = it.kind() == Parameter.Kind.TEXT
                ? Form.Kind.PARAGRAPH
                : it.suggests() ? Form.Kind.PICK : Form.Kind.LINE;
        return new Form.Field(it.name(), capital(it.summary()), kind, it.required(), "");
    }

    private static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
