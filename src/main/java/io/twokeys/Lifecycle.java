package io.twokeys;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.twokeys.bot.Bot;
import io.twokeys.bot.FirstLook;
import io.twokeys.bot.drill.DrillClock;
import io.twokeys.bot.menu.ModuleIndex;
import io.twokeys.bot.report.Reporter;
import io.twokeys.bot.vote.KeyTurner;
import io.twokeys.bot.vote.Rereading;
import io.twokeys.bot.window.WindowCalendar;
import io.twokeys.chat.Chat;
import io.twokeys.chat.console.ConsoleFeed;
import io.twokeys.chat.console.ConsoleGate;
import io.twokeys.chat.discord.DiscordListener;
import io.twokeys.chat.inbox.Inbox;
import io.twokeys.chat.outbox.OutboxSender;
import io.twokeys.chat.slack.SlackSocket;
import io.twokeys.maintenance.WindowClock;
import io.twokeys.operation.OperationRunner;
import io.twokeys.ssh.Hosts;
import io.twokeys.watch.Watch;
import io.twokeys.watch.soak.Soaks;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** Starts what runs by itself, and stops it in the reverse order; what is not finished waits in the database. */
@Singleton
final class Lifecycle {
    private static final Logger LOG = Logger.getLogger("io.twokeys");

    private final People people;
    private final Work work;
    private final Plans plans;
    private final ConsoleGate.Settings console;

    @Inject
    Lifecycle(People people, Work work, Plans plans, ConsoleGate.Settings console) {
        this.people = people;
        this.work = work;
        this.plans = plans;
        this.console = console;
    }

    /** The near end: what is said and heard. */
    @Singleton
    static final class People {
        private final Inbox inbox;
        private final Bot bot;
        private final OutboxSender sender;
        private final Reporter reporter;
        private final ConsoleFeed console;
        private final SlackSocket slack;
        private final DiscordListener discord;
        private final Chat.All chats;

        @Inject
        People(
                Inbox inbox,
                Bot bot,
                OutboxSender sender,
                Reporter reporter,
                ConsoleFeed console,
                SlackSocket slack,
                DiscordListener discord,
                Chat.All chats) {
            this.inbox = inbox;
            this.bot = bot;
            this.sender = sender;
            this.reporter = reporter;
            this.console = console;
            this.slack = slack;
            this.discord = discord;
            this.chats = chats;
        }
    }

    /** The far end: what is done. */
    @Singleton
    static final class Work {
        private final OperationRunner runner;
        private final KeyTurner turner;
        private final Rereading rereading;
        private final Hosts hosts;
        private final FirstLook firstLook;
        private final ModuleIndex modules;

        @Inject
        Work(
                OperationRunner runner,
                KeyTurner turner,
                Rereading rereading,
                Hosts hosts,
                FirstLook firstLook,
                ModuleIndex modules) {
            this.runner = runner;
            this.turner = turner;
            this.rereading = rereading;
            this.hosts = hosts;
            this.firstLook = firstLook;
            this.modules = modules;
        }
    }

    /** What was planned. */
    @Singleton
    static final class Plans {
        private final WindowClock windows;
        private final WindowCalendar calendar;
        private final Watch watch;
        private final Soaks soaks;
        private final DrillClock drills;

        @Inject
        Plans(WindowClock windows, WindowCalendar calendar, Watch watch, Soaks soaks, DrillClock drills) {
            this.drills = drills;
            this.soaks = soaks;
            this.windows = windows;
            this.calendar = calendar;
            this.watch = watch;
        }
    }

    void start(@Observes StartupEvent event) {
        plans.windows.start();
        plans.drills.start();
        plans.watch.start();
        plans.soaks.start();
        work.runner.start();
        work.turner.start();
        work.rereading.start();
        people.sender.start();
        people.reporter.start();
        people.inbox.start(people.bot::handle, people.chats::elsewhere);
        people.slack.whenBack(work.rereading::lookAgain);
        people.slack.start();
        people.discord.whenBack(work.rereading::lookAgain);
        people.discord.start();
        plans.calendar.start();
        work.firstLook.begin();
        work.modules.start();
    }

    /** Only now somebody answers there. */
    void listens(@ObservesAsync HttpServerStart event) {
        var config = ConfigProvider.getConfig();
        LOG.infof(
                "Twokeys is up: http://%s:%s%s",
                config.getValue("quarkus.http.host", String.class),
                config.getValue("quarkus.http.port", String.class),
                console.enabled() ? "/console" : "/");
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        people.slack.stop();
        people.inbox.stop();
        plans.calendar.stop();
        work.modules.stop();
        work.rereading.stop();
        work.turner.stop();
        work.runner.stop();
        people.reporter.stop();
        people.sender.stop();
        people.discord.stop();
        people.console.stop();
        work.hosts.close();
    }
}
