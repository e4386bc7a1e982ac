package io.twokeys.bot.window;

import io.twokeys.chat.Calendar;
import io.twokeys.chat.Calendar.Event;
import io.twokeys.chat.ChatTrouble;
import io.twokeys.fleet.Fleet;
import io.twokeys.fleet.Target;
import io.twokeys.maintenance.Noticeboards;
import io.twokeys.maintenance.Noticeboards.Showing;
import io.twokeys.maintenance.Window;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Keeps the windows in the calendars of the platforms that have one: planned, moved, begun, over. It looks by itself every two
 * seconds, apart from what is told in threads, and does what was missed while a platform was away.
 */
@Singleton
public final class WindowCalendar {
    private static final Logger LOG = Logger.getLogger(WindowCalendar.class);
    private static final long LOOK_MILLIS = 2_000;

    private final Noticeboards boards;
    private final Fleet fleet;
    private final List<Calendar> calendars;
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("calendar-", 0).factory());

    /** @param calendars those that are configured; none where no platform keeps one */
    @Inject
    WindowCalendar(Noticeboards boards, Fleet fleet, Instance<Calendar.All> calendars) {
        this(
                boards,
                fleet,
                calendars.stream().flatMap(all -> all.calendars().stream()).toList());
    }

    WindowCalendar(Noticeboards boards, Fleet fleet, List<Calendar> calendars) {
        this.boards = boards;
        this.fleet = fleet;
        this.calendars = calendars;
    }

    public void start() {
        if (!calendars.isEmpty()) {
            clockwork.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    public void stop() {
        clockwork.shutdown();
    }

    /** Brings every calendar that this process may write to up to date. */
    void look() {
        for (Calendar calendar : calendars) {
            try {
                while (calendar.here() && showNext(calendar)) {
                    LOG.debugf("one window more is up to date on %s", calendar.platform());
                }
            } catch (RuntimeException | Error trouble) {
                LOG.errorf(trouble, "the calendar of %s could not be kept; it is tried again", calendar.platform());
            }
        }
    }

    private boolean showNext(Calendar calendar) {
        String platform = calendar.platform().key();
        List<Target> bound = fleet.targets().stream()
                .filter(target -> target.channels().containsKey(platform))
                .toList();
        return boards.showNext(platform, bound.stream().map(Target::name).toList(), window -> show(calendar, window));
    }

    private Showing show(Calendar calendar, Window window) {
        try {
            put(calendar, window);
            return new Showing.Shown();
        } catch (ChatTrouble trouble) {
            String error = trouble.kind() + ": " + trouble.getMessage();
            LOG.warnf("%s is not in the calendar of %s as it is: %s", window.id(), calendar.platform(), error);
            return switch (trouble.kind()) {
                case RATE_LIMITED, UNAVAILABLE -> new Showing.Failed(error, trouble.retryAfter());
                case GONE, REFUSED -> new Showing.Rejected(error);
            };
        } catch (RuntimeException unexpected) {
            LOG.warnf(unexpected, "%s could not be shown in the calendar of %s", window.id(), calendar.platform());
            return new Showing.Failed(unexpected.toString(), Duration.ZERO);
        }
    }

    private void put(Calendar calendar, Window window) {
        String key = window.id().value();
        switch (window.state()) {
            case SCHEDULED -> announce(calendar, window);
            case ACTIVE -> {
                announce(calendar, window);
                calendar.start(key);
            }
            case ENDED -> calendar.end(key);
            case CANCELLED -> calendar.cancel(key);
        }
    }

    /** A target that left the channel meanwhile is announced there no more. */
    private void announce(Calendar calendar, Window window) {
        fleet.find(window.target())
                .map(target -> target.channels().get(calendar.platform().key()))
                .ifPresent(channel -> calendar.announce(window.id().value(), channel, event(window)));
    }

    private static Event event(Window window) {
        String target = window.target().value();
        return new Event(WindowCard.title(window), window.reason(), target, window.start(), window.end());
    }
}
