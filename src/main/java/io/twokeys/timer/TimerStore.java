package io.twokeys.timer;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Task;
import io.twokeys.timer.Timers.Bell;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/** The rows of db-scheduler's table, written in the caller's transaction, and the database that db-scheduler reads. */
@Singleton
public final class TimerStore {
    private final DataSource database;

    @Inject
    public TimerStore(DataSource database) {
        this.database = database;
    }

    SchedulerBuilder scheduler(List<Task<?>> tasks) {
        return Scheduler.create(database, tasks).jdbcCustomization(new PostgreSqlJdbcCustomization(false, false));
    }

    /**
     * Sets an alarm or moves it. One that is ringing gets a new version, so the ringing cannot remove it: it is found
     * without heartbeat some seconds later and rings once more.
     */
    void put(Handle handle, Bell bell, Instant at) {
        handle.createUpdate("""
                        insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                        values (:kind, :id, :at, false, 1)
                        on conflict (task_name, task_instance) do update
                           set execution_time = excluded.execution_time, version = scheduled_tasks.version + 1
                        """)
                .bind("kind", bell.kind())
                .bind("id", bell.id())
                .bind("at", at)
                .execute();
    }

    void atLatest(Handle handle, Bell bell, Instant at) {
        handle.createUpdate("""
                        insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                        values (:kind, :id, :at, false, 1)
                        on conflict (task_name, task_instance) do update
                           set execution_time = excluded.execution_time, version = scheduled_tasks.version + 1
                         where not scheduled_tasks.picked and scheduled_tasks.execution_time > excluded.execution_time
                        """)
                .bind("kind", bell.kind())
                .bind("id", bell.id())
                .bind("at", at)
                .execute();
    }

    void hurry(Handle handle, Bell bell, Instant at) {
        handle.createUpdate("""
                        update scheduled_tasks set execution_time = :at, version = version + 1
                         where task_name = :kind and task_instance = :id and not picked and execution_time > :at
                        """)
                .bind("kind", bell.kind())
                .bind("id", bell.id())
                .bind("at", at)
                .execute();
    }

    void remove(Handle handle, Bell bell) {
        handle.createUpdate("""
                        delete from scheduled_tasks
                         where task_name = :kind and task_instance = :id and not picked
                        """).bind("kind", bell.kind()).bind("id", bell.id()).execute();
    }
}
