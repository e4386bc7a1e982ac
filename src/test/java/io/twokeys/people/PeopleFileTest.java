package io.twokeys.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.fleet.FleetFile;
import io.twokeys.fleet.Loaded;
import io.twokeys.fleet.Problem;
import io.twokeys.fleet.TargetName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeopleFileTest {
    private static final TargetName PROD = new TargetName("prod");

    @TempDir
    private Path folder;

    private String example = "";

    @BeforeEach
    void theExample() throws IOException {
        example = Files.readString(Path.of("config/people.example.yaml"));
    }

    @Test
    void the_example_has_two_approvers_and_an_operator_in_production() {
        var people = whole(example);

        assertThat(people.with(Role.APPROVER, PROD))
                .extracting(Person::name)
                .containsExactly("Maria Lopez", "Kim Park");
        assertThat(people.with(Role.OPERATOR, PROD)).extracting(Person::name).containsExactly("Sam Carter");
        assertThat(people.with(Role.VIEWER, PROD)).hasSize(3);
    }

    @Test
    void an_approver_of_one_target_is_none_elsewhere() {
        var people = whole(example);

        assertThat(people.may(new PersonId("maria"), Role.APPROVER, new TargetName("staging")))
                .isFalse();
        assertThat(people.may(new PersonId("maria"), Role.VIEWER, new TargetName("staging")))
                .isTrue();
        assertThat(people.may(new PersonId("maria"), Role.OPERATOR, PROD)).isFalse();
        assertThat(people.may(new PersonId("nobody"), Role.VIEWER, PROD)).isFalse();
    }

    @Test
    void one_human_is_known_on_every_platform() {
        var people = whole(example);

        for (var account : List.of("slack U0123456789", "discord 2233445566778899001", "console maria")) {
            var parts = account.split(" ");
            assertThat(people.whoIs(parts[0], parts[1]))
                    .isInstanceOfSatisfying(
                            Recognition.Known.class,
                            it -> assertThat(it.person().id()).isEqualTo(new PersonId("maria")));
        }
    }

    @Test
    void an_account_of_another_platform_or_of_nobody_is_unknown() {
        var people = whole(example);

        assertThat(people.whoIs("discord", "U0123456789")).isEqualTo(new Recognition.Unknown("discord", "U0123456789"));
        assertThat(people.whoIs("slack", "U0999999999")).isInstanceOf(Recognition.Unknown.class);
    }

    @Test
    void an_account_that_two_persons_claim_is_nobodys() {
        var people = new People(List.of(claimant("maria"), claimant("kim")));

        assertThat(people.whoIs("slack", "U1"))
                .isEqualTo(
                        new Recognition.Ambiguous("slack", "U1", List.of(new PersonId("maria"), new PersonId("kim"))));
    }

    private static Person claimant(String id) {
        return new Person(new PersonId(id), id, Map.of("slack", "U1"), Map.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            slack: U0222222222  | slack: U0123456789      | people.sam.slack      | is already the account of maria
            slack: U0222222222  | slack: sam              | people.sam.slack      | the member's id
            slack: U0222222222  | '# no account'          | people.sam            | no account on any chat platform
            slack: U0222222222  | slak: U0222222222       | people.sam.slak       | probably "slack"
            prod: [approver]    | prodd: [approver]       | people.maria.roles.prodd | there is no target prodd
            prod: [approver]    | prod: [aprover]         | people.maria.roles.prod  | viewer, operator or approver
            name: Sam Carter    | '# nameless'            | people.sam.name       | missing
            'sam:'              | 'twokeys:'              | people.twokeys        | not a person's id
            'sam:'              | 'Sam:'                  | people.Sam            | not a person's id
            """)
    void a_mistake_is_named_with_its_key_and_a_way_out(String right, String wrong, String key, String says) {
        var problems = problems(example.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong)));

        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.toString()).contains(says);
        });
    }

    @Test
    void the_two_examples_fit_together() {
        assertThat(FleetFile.names(Path.of("config/fleet.example.yaml"))).containsExactly("prod", "staging");
        assertThat(PeopleFile.load(
                        Path.of("config/people.example.yaml"), FleetFile.names(Path.of("config/fleet.example.yaml"))))
                .isInstanceOf(Loaded.Whole.class);
    }

    private People whole(String content) {
        return switch (load(content)) {
            case Loaded.Whole<People>(var people) -> people;
            case Loaded.Refused<People>(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private List<Problem> problems(String content) {
        return switch (load(content)) {
            case Loaded.Whole<People> whole -> List.of();
            case Loaded.Refused<People>(var problems) -> problems;
        };
    }

    private Loaded<People> load(String content) {
        try {
            var file = Files.writeString(folder.resolve("people.yaml"), content);
            return PeopleFile.load(file, FleetFile.names(Path.of("config/fleet.example.yaml")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
