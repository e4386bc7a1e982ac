package io.twokeys.bot.vote;

import static org.awaitility.Awaitility.await;

import io.twokeys.approval.ApprovalRequest;
import io.twokeys.approval.ApprovalRequest.State;
import io.twokeys.approval.Approvals;
import io.twokeys.approval.Opening;
import io.twokeys.approval.RequestId;
import io.twokeys.approval.Requirement;
import io.twokeys.bot.report.ApprovalStory;
import io.twokeys.bot.report.Conversation;
import io.twokeys.bot.report.ConversationStore;
import io.twokeys.bot.report.ProposalJson;
import io.twokeys.chat.Chat;
import io.twokeys.chat.ChatEvent.ButtonPressed;
import io.twokeys.chat.ChatEvent.ReactionAdded;
import io.twokeys.chat.ChatEvent.ReactionRemoved;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Platform;
import io.twokeys.chat.outbox.Outbox;
import io.twokeys.chat.outbox.OutboxSender;
import io.twokeys.chat.outbox.OutboxStore;
import io.twokeys.db.Database;
import io.twokeys.db.TestPostgres;
import io.twokeys.fleet.TargetName;
import io.twokeys.journal.Journal;
import io.twokeys.operation.Operations;
import io.twokeys.people.People;
import io.twokeys.people.Person;
import io.twokeys.people.PersonId;
import io.twokeys.people.Role;
import io.twokeys.plan.Estimate;
import io.twokeys.plan.Plan;
import io.twokeys.plan.Planned;
import io.twokeys.plan.Proposal;
import io.twokeys.plan.gate.Gate;
import io.twokeys.timer.TimerStore;
import io.twokeys.timer.Timers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * One target talked about on three platforms at once: real desks, real database; the target's host is made up, and what the bot
 * says is read where it waits to be sent.
 */
public final class Scene {
    public static final TargetName PROD = new TargetName("prod");
    public static final Person SAM = person("sam", Role.OPERATOR);
    public static final Person MARIA = person("maria", Role.APPROVER);
    public static final Person KIM = person("kim", Role.APPROVER);
    public static final Person LEE = person("lee", Role.APPROVER);
    public static final Person VIV = person("viv", Role.VIEWER);
    public static final String YES = "✅";
    public static final String NO = "❌";

    private static final AtomicInteger EVENTS = new AtomicInteger();

    public final DataSource database = TestPostgres.freshDataSource();
    public final Jdbi jdbi = Database.over(database);
    public final InstantSource clock = InstantSource.system();
    public final Journal journal = new Journal(jdbi, clock);
    public final Outbox outbox = new Outbox(new OutboxStore(jdbi), clock);
    public final OutboxSender silent = new OutboxSender(new OutboxStore(jdbi), clock, List::of);
    public final ConversationStore conversations = new ConversationStore();
    public final Operations operations =
            new Operations(jdbi, journal, new Timers(new TimerStore(database), clock), clock);
    public final Map<Platform, FakePlatform> platforms = new EnumMap<>(Platform.class);
    volatile Planned fresh = new Planned.Proposed(proposal(rollback("CP-12")));

    private long told;

    public Scene() {
        for (Platform platform : Platform.values()) platforms.put(platform, new FakePlatform(platform));
    }

    public FakePlatform chat(Platform platform) {
        return Objects.requireNonNull(platforms.get(platform));
    }

    /** One process with everything in it that turns keys. */
    final class Replica {
        final People people;
        final Approvals approvals;
        final ApprovalStory story;
        final KeyTurner turner;
        final Rereading rereading;
        final ApprovalDesk desk;

        Replica(People people, Duration countdown, InstantSource clock) {
            this.people = people;
            approvals = new Approvals(jdbi, journal, people);
            story = new ApprovalStory(approvals, conversations, outbox, people, clock);
            var standings = new Standings(new Chat.All(List.copyOf(platforms.values())), clock);
            var threads = new Threads(jdbi, conversations, outbox, silent, story, people);
            var shown = new ShownVotes(approvals, outbox, people, standings);
            var look = new LastLook(plan -> fresh, shown, standings, people, threads);
            var settings = new VoteSettings(2, Duration.ofHours(1), countdown);
            turner = new KeyTurner(approvals, operations, look, threads, settings, clock);
            rereading = new Rereading(approvals, shown, standings, threads, turner);
            desk = new ApprovalDesk(
                    approvals, people, standings, new Cards(outbox, approvals, threads), turner, threads);
        }

        void reacts(Person who, Platform platform, ApprovalRequest request, String emoji) {
            chat(platform).put(card(request, platform), emoji, on(platform, who));
            desk.added(new ReactionAdded(event(), on(platform, who), card(request, platform), emoji));
        }

        void unreacts(Person who, Platform platform, ApprovalRequest request, String emoji) {
            chat(platform).takeAway(card(request, platform), emoji, on(platform, who));
            desk.removed(new ReactionRemoved(event(), on(platform, who), card(request, platform), emoji));
        }

        void presses(Person who, Platform platform, ApprovalRequest request, String verb) {
            presses(on(platform, who), card(request, platform), verb + ":" + request.id(), Map.of());
        }

        boolean presses(ChatUser who, MessageRef message, String button, Map<String, String> input) {
            return desk.pressed(new ButtonPressed(event(), who, message, button, input));
        }

        ApprovalRequest now(ApprovalRequest request) {
            return approvals.find(request.id()).orElseThrow();
        }

        State state(ApprovalRequest request) {
            return now(request).state();
        }

        List<String> keys(ApprovalRequest request) {
            return now(request).approvals().stream()
                    .map(vote -> vote.person().value())
                    .toList();
        }

        /** Lets every countdown that has ended become an operation, or a reason why not. */
        void turnUntil(ApprovalRequest request, State state) {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                turner.look();
                org.assertj.core.api.Assertions.assertThat(state(request)).isEqualTo(state);
            });
        }

        /** Turns until the threads say this. */
        void turnUntilSaid(Platform platform, String words) {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                turner.look();
                org.assertj.core.api.Assertions.assertThat(said(platform)).contains(words);
            });
        }

        /** What was said on a platform so far, bodies of messages one after the other. */
        String said(Platform platform) {
            tell();
            return String.join("\n", waiting(platform));
        }

        private void tell() {
            var entries = journal.after(told, 1_000);
            entries.stream().filter(story::about).forEach(entry -> jdbi.useTransaction(h -> story.tell(h, entry)));
            if (!entries.isEmpty()) told = entries.getLast().seq();
        }
    }

    Replica replica() {
        return replica(Duration.ZERO);
    }

    Replica replica(Duration countdown) {
        return new Replica(everybody(), countdown, clock);
    }

    public static People everybody() {
        return new People(List.of(SAM, MARIA, KIM, LEE, VIV));
    }

    public static Person person(String id, Role... roles) {
        var accounts = Map.of("slack", "U" + id, "discord", "D" + id, "console", id);
        return new Person(new PersonId(id), id, accounts, Map.of("prod", Set.of(roles)));
    }

    public static ChatUser on(Platform platform, Person who) {
        return new ChatUser(platform, Objects.requireNonNull(who.identities().get(platform.key())));
    }

    public static String event() {
        return "Ev" + EVENTS.incrementAndGet();
    }

    public static Plan rollback(String checkpoint) {
        return new Plan.Rollback(
                PROD,
                "prod",
                checkpoint,
                "UP-42",
                new Plan.Revisions("b".repeat(40), "a".repeat(40)),
                new Plan.Fingerprints("c".repeat(64), "d".repeat(64)),
                "prod_failed",
                List.of("stop", "swap", "start"));
    }

    public static Proposal proposal(Plan plan, Gate... gates) {
        var estimate = new Estimate(Duration.ofSeconds(10), Duration.ofSeconds(20), "a guess");
        return new Proposal(plan, List.of(gates), List.of(), List.of(), estimate);
    }

    /** Sam asks for a rollback that takes two keys; its card stands on every platform. */
    public ApprovalRequest asked() {
        return asked(Requirement.ofApprovers(2, everybody(), PROD, SAM.id()));
    }

    /** Sam asks for something that he is to start himself. */
    public ApprovalRequest planned() {
        return asked(Requirement.ofRequester(SAM.id()));
    }

    private ApprovalRequest asked(Requirement requirement) {
        var plan = rollback("CP-12");
        var approvals = new Approvals(jdbi, journal, everybody());
        return jdbi.inTransaction(handle -> {
            var opening = approvals.open(handle, plan, SAM, requirement, "it is broken", Duration.ofHours(1));
            var request = ((Opening.Opened) opening).request();
            for (Platform platform : Platform.values()) {
                var here = new Conversation(
                        request.id().value(), platform, "C" + platform, null, ProposalJson.write(proposal(plan)));
                conversations.open(handle, here);
                outbox.post(handle, here.root(), here.card(), Message.of(Kind.APPROVAL, "card"));
                handle.execute(
                        "update outbox_message set message_channel = channel, message_id = key, thread_id = key where key = ?",
                        here.card());
            }
            return request;
        });
    }

    public static MessageRef card(ApprovalRequest request, Platform platform) {
        return new MessageRef(platform, "C" + platform, request.id() + "@" + platform.key());
    }

    static RequestId id(String id) {
        return new RequestId(id);
    }

    /** Everything queued for a platform, as it is stored. */
    public List<String> waiting(Platform platform) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select body from outbox where platform = :platform and kind <> 'REACT' order by id")
                .bind("platform", platform.name())
                .mapTo(String.class)
                .list());
    }

    /** How often something was queued for a platform under a key like this. */
    public long posts(Platform platform, String keyLike) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select count(*) from outbox where platform = :platform and kind = 'POST' and key like :key")
                .bind("platform", platform.name())
                .bind("key", keyLike)
                .mapTo(Long.class)
                .one());
    }

    /** How many edits are queued for a platform. */
    long edits(Platform platform) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select count(*) from outbox where platform = ? and kind = 'EDIT'")
                        .bind(0, platform.name())
                        .mapTo(Long.class)
                        .one());
    }

    Conversation here(ApprovalRequest request, Platform platform) {
        return jdbi.withHandle(handle -> conversations.of(handle, request.id().value())).stream()
                .filter(here -> here.platform() == platform)
                .findFirst()
                .orElseThrow();
    }
}
