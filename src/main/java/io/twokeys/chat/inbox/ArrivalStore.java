package io.twokeys.chat.inbox;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code arrival}: what one commit took in is one row, until it is in the table {@code inbox}.
 *
 * <p>{@link #insert} and {@link #close} are for one thread, which keeps its connection in between.
 */
final class ArrivalStore implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ArrivalStore.class);
    /** Milliseconds. Past the caller's patience nobody hopes for it. */
    private static final int LONGEST_INSERT = 2000;

    private static final String INSERT =
            "insert into arrival (received_at, platform, event_id, lane, quick, event) values (?, ?, ?, ?, ?, ?)";

    /**
     * The oldest first, and whoever comes second waits for the oldest row and then takes the next ones, so that they stand in
     * the inbox in the order in which they came. It goes to PostgreSQL as one message, which is one transaction: a process that
     * is stopped in its tracks holds up nobody. For the settings see {@link InboxStore#SETTLED}.
     */
    private static final String SPREAD = InboxStore.SETTLED + """
            ;
            with taken as (
                delete from arrival where position = any (array(
                    select position from arrival order by position limit :portion for update))
                returning *)
            insert into inbox (platform, event_id, lane, quick, event, received_at, due)
            select come.platform, come.event_id, come.lane, come.quick, come.event, received_at, received_at
            from taken cross join lateral
                unnest(platform, event_id, lane, quick, event) with ordinality
                    as come (platform, event_id, lane, quick, event, n)
            order by position, n
            on conflict on constraint inbox_pk do nothing
            """;

    private final Jdbi jdbi;
    private @Nullable Open open;

    ArrivalStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record Open(Handle handle, PreparedStatement insert) {}

    /**
     * Commits all lines or none. A database that has gone silent must not hold the writer for ever: first it is asked to stop,
     * then it is left. A connection that was lost while nobody used it is nobody's trouble.
     */
    void insert(List<Line> lines, Instant now) throws SQLException {
        boolean kept = open != null;
        try {
            write(lines, now);
        } catch (SQLException refused) {
            close();
            if (!kept || !isLost(refused)) throw refused;
            write(lines, now);
        }
    }

    private void write(List<Line> lines, Instant now) throws SQLException {
        PreparedStatement statement = open();
        statement.setObject(1, now.atOffset(ZoneOffset.UTC));
        statement.setArray(2, texts(statement, lines, Line::platform));
        statement.setArray(3, texts(statement, lines, Line::id));
        statement.setArray(4, texts(statement, lines, Line::lane));
        Boolean[] quick = new Boolean[lines.size()];
        Arrays.setAll(quick, n -> lines.get(n).quick());
        statement.setArray(5, statement.getConnection().createArrayOf("boolean", quick));
        statement.setArray(6, texts(statement, lines, Line::event));
        statement.executeUpdate();
    }

    private PreparedStatement open() throws SQLException {
        Open there = open;
        if (there == null) {
            there = opened(jdbi.open());
            open = there;
        }
        return there.insert();
    }

    private static Open opened(Handle own) throws SQLException {
        try {
            own.getConnection().setNetworkTimeout(Runnable::run, 2 * LONGEST_INSERT);
            own.execute("set statement_timeout = " + LONGEST_INSERT);
            return new Open(own, own.getConnection().prepareStatement(INSERT));
        } catch (SQLException | RuntimeException lost) {
            own.close();
            throw lost;
        }
    }

    @Override
    public void close() {
        Open there = open;
        if (there == null) return;
        open = null;
        try (Handle own = there.handle()) {
            Connection connection = own.getConnection();
            there.insert().close();
            own.execute("reset statement_timeout");
            connection.setNetworkTimeout(Runnable::run, 0);
        } catch (SQLException | RuntimeException lost) {
            LOG.debug("the inbox's connection was lost", lost);
        }
    }

    private static Array texts(PreparedStatement statement, List<Line> lines, Function<Line, String> value)
            throws SQLException {
        String[] texts = new String[lines.size()];
        Arrays.setAll(texts, n -> value.apply(lines.get(n)));
        return statement.getConnection().createArrayOf("text", texts);
    }

    /** SQLSTATE class 08 (connection) and 57P (the server was stopped). */
    private static boolean isLost(SQLException refused) {
        String state = refused.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57P"));
    }

    /**
     * Whether a failed {@link #insert} may succeed without one of its lines: SQLSTATE classes 22 (data, such as a NUL in a
     * text), 23 (constraints) and 54 (limits, such as a text of more than a gigabyte).
     */
    static boolean isAboutOneLine(Throwable trouble) {
        return trouble.getCause() instanceof SQLException refused
                && refused.getSQLState() != null
                && refused.getSQLState().matches("(22|23|54).*");
    }

    /** Moves the oldest rows into the inbox. What that refuses stays, parked, with the reason, and holds up nobody. */
    void spread(Handle h, int portion, Instant now) {
        try {
            spread(h, portion);
        } catch (UnableToExecuteStatementException refused) {
            if (!isAboutOneLine(refused)) throw refused;
            spreadOne(h, now);
        }
    }

    private static void spread(Handle h, int portion) {
        h.createUpdate(SPREAD).bind("portion", portion).execute();
    }

    private static void spreadOne(Handle h, Instant now) {
        h.useTransaction(own -> {
            Optional<Long> oldest = own.createQuery("select position from arrival order by position limit 1 for update")
                    .mapTo(Long.class)
                    .findOne();
            own.savepoint("before");
            try {
                spread(own, 1);
            } catch (UnableToExecuteStatementException refused) {
                if (!isAboutOneLine(refused)) throw refused;
                own.rollbackToSavepoint("before");
                park(own, oldest.orElseThrow(), refused, now);
            }
        });
    }

    private static void park(Handle own, long position, UnableToExecuteStatementException refused, Instant now) {
        LOG.error("what arrived together cannot be handled; it is in the table arrival_parked", refused);
        own.createUpdate("""
                with refused as (delete from arrival where position = :position returning *)
                insert into arrival_parked select *, :now, :error from refused
                """)
                .bind("position", position)
                .bind("now", now)
                .bind("error", InboxStore.storable(String.valueOf(refused.getMessage())))
                .execute();
    }
}
