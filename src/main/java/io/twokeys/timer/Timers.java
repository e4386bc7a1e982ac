package io.twokeys.timer;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The alarm clock that all replicas share.
 *
 * <p>A replica that shows no sign of life for four seconds is dead: its ringing alarms ring on another one. Replicas
 * compare their clocks with each other's heartbeats, so they hand in one that follows the database or NTP.
 */
@Singleton
public final class Timers {
    private static final Logger LOG = Logger.getLogger(Timers.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    private static final int MISSED_HEARTBEATS = 4;
    private static final Duration POLLING = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
    private static final Duration NEVER = Duration.ofDays(36_500);
    private static final int AT_ONCE = 128;

    private final TimerStore store;
    private final InstantSource clock;
    private final Map<String, Alarm> alarms = new ConcurrentHashMap<>();
    private volatile @Nullable Scheduler scheduler;
    private volatile boolean stopping;

    @Inject
    public Timers(TimerStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** An alarm by its kind and its id within the kind. */
    record Bell(String kind, String id) {}

    /** Says who answers alarms of a kind; before {@link #start()}. Alarms of other kinds are left to other replicas. */
    public void on(String kind, Alarm alarm) {
        if (scheduler != null) {
            throw new IllegalStateException(
                    "the alarm clock runs already; say who answers " + kind + " before it starts");
        }
        alarms.put(kind, alarm);
    }

    /** Sets an alarm, or moves it if it is set, as part of the handle's transaction. A time in the past means now. */
    public void schedule(Handle handle, String kind, String id, Instant at) {
        store.put(handle, new Bell(kind, id), at);
        handle.afterCommit(this::look);
    }

    /** Sets an alarm that is not set, or lets a waiting one ring earlier; a later time moves nothing. */
    public void atLatest(Handle handle, String kind, String id, Instant at) {
        store.atLatest(handle, new Bell(kind, id), at);
        handle.afterCommit(this::look);
    }

    /** Lets a waiting alarm ring now; one that rings already, or is not set, stays as it is. */
    public void hurry(Handle handle, String kind, String id) {
        store.hurry(handle, new Bell(kind, id), clock.instant());
        handle.afterCommit(this::look);
    }

    /** Takes an alarm back. Too late for one that is ringing: whoever answers it looks for themselves. */
    public void cancel(Handle handle, String kind, String id) {
        store.remove(handle, new Bell(kind, id));
    }

    /** Begins to answer alarms. */
    public synchronized void start() {
        if (scheduler != null) {
            return;
        }
        stopping = false;
        var started = build();
        started.start();
        scheduler = started;
    }

    /**
     * Takes no more alarms and waits up to 10 s for those that ring; they see {@link #stopping()} and say {@code Again}.
     * What is still ringing then is interrupted, and another replica takes it over.
     */
    public synchronized void stop() {
        stopping = true;
        var running = scheduler;
        scheduler = null;
        if (running != null) {
            running.stop();
        }
    }

    /** Whether this replica is going down; long answers look here and leave the rest to the next replica. */
    public boolean stopping() {
        return stopping;
    }

    private void look() {
        var running = scheduler;
        if (running != null) {
            running.triggerCheckForDueExecutions();
        }
    }

    private Scheduler build() {
        List<Task<?>> tasks = alarms.entrySet().stream()
                .<Task<?>>map(entry -> task(entry.getKey(), entry.getValue()))
                .toList();
        return store.scheduler(tasks)
                .schedulerName(new SchedulerName.Fixed(
                        "twokeys-" + ProcessHandle.current().pid()))
                .clock(clock::instant)
                .threads(AT_ONCE)
                .executorService(Executors.newVirtualThreadPerTaskExecutor())
                .pollingInterval(POLLING)
                .pollUsingLockAndFetch(0.5, 1.0)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .enableImmediateExecution()
                .shutdownMaxWait(GRACE)
                .deleteUnresolvedAfter(NEVER)
                .build();
    }

    private Task<Void> task(String kind, Alarm alarm) {
        return Tasks.custom(kind, Void.class)
                .onDeadExecution((dead, operations) -> {
                    LOG.infof("%s fell silent while %s rang; it rings again", dead.getExecution().pickedBy, kind);
                    operations.reschedule(dead, clock.instant());
                })
                .onFailure((failed, operations) ->
                        operations.reschedule(failed, clock.instant().plus(AFTER_TROUBLE)))
                .execute((instance, context) -> after(alarm.ring(instance.getId())));
    }

    private CompletionHandler<Void> after(Alarm.Next next) {
        return switch (next) {
            case Alarm.Done() -> (complete, operations) -> operations.remove();
            case Alarm.Again(var at) -> (complete, operations) -> operations.reschedule(complete, at);
            case Alarm.Lost() -> (complete, operations) -> {};
        };
    }
}
