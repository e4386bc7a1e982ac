package io.twokeys.chat.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.twokeys.chat.ChatEvent;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.postgresql.util.PSQLState;

/** How events come into the table {@code inbox}. */
final class ArrivalStore {
    /** Seconds. Past the caller's patience nobody hopes for it. */
    private static final int LONGEST_INSERT = 2;

    private static final String INSERT = """
            insert into inbox (platform, event_id, lane, quick, event, received_at, due)
            select platform, event_id, lane, quick, event, ?, ?
            from unnest(?, ?, ?, ?, ?) with ordinality as come (platform, event_id, lane, quick, event, n)
            order by n
            """;

    private static final ObjectWriter WRITER = InboxStore.JSON.writerFor(ChatEvent.class);

    private ArrivalStore() {}

    /** One event as it will stand in the table. */
    record Line(String platform, String id, String lane, boolean quick, String event) {
        static Line of(ChatEvent event) {
            String platform = event.by().platform().key();
            return new Line(
                    platform,
                    event.id(),
                    platform + ":" + event.by().id(),
                    !(event instanceof ChatEvent.CommandIssued),
                    write(event));
        }

        Key key() {
            return new Key(platform, id);
        }
    }

    private record Key(String platform, String id) {}

    /**
     * Commits all lines or none, in their order, in one statement.
     *
     * <p>Nearly all lines are new, and looking for those that are not costs PostgreSQL a third more: it looks only when the table refuses
     * one that is there. A database that has gone silent must not hold the writer for ever: first it is asked to stop, then it
     * is left.
     *
     * @return of each line whether it is new; of two with the same id only the first is
     */
    static boolean[] insert(Connection connection, List<Line> lines, OffsetDateTime now) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, 2 * LONGEST_INSERT * 1000);
        try {
            boolean[] answers = new boolean[lines.size()];
            if (allNew(connection, lines, now)) {
                Arrays.fill(answers, true);
                return answers;
            }
            Set<Key> fresh = newOnes(connection, lines, now);
            for (int i = 0; i < answers.length; i++)
                answers[i] = fresh.remove(lines.get(i).key());
            return answers;
        } finally {
            if (!connection.isClosed()) connection.setNetworkTimeout(Runnable::run, 0);
        }
    }

    /** False if one of them was there before; then none is there now that was not. */
    private static boolean allNew(Connection connection, List<Line> lines, OffsetDateTime now) throws SQLException {
        try (var statement = connection.prepareStatement(INSERT)) {
            fill(statement, lines, now);
            statement.executeUpdate();
            return true;
        } catch (SQLException refused) {
            if (PSQLState.UNIQUE_VIOLATION.getState().equals(refused.getSQLState())) return false;
            throw refused;
        }
    }

    private static Set<Key> newOnes(Connection connection, List<Line> lines, OffsetDateTime now) throws SQLException {
        try (var statement = connection.prepareStatement(
                INSERT + " on conflict on constraint inbox_pk do nothing returning platform, event_id")) {
            fill(statement, lines, now);
            return keys(statement.executeQuery());
        }
    }

    private static void fill(PreparedStatement statement, List<Line> lines, OffsetDateTime now) throws SQLException {
        statement.setQueryTimeout(LONGEST_INSERT);
        statement.setObject(1, now);
        statement.setObject(2, now);
        statement.setArray(3, texts(statement, lines, Line::platform));
        statement.setArray(4, texts(statement, lines, Line::id));
        statement.setArray(5, texts(statement, lines, Line::lane));
        Boolean[] quick = lines.stream().map(Line::quick).toArray(Boolean[]::new);
        statement.setArray(6, statement.getConnection().createArrayOf("boolean", quick));
        statement.setArray(7, texts(statement, lines, Line::event));
    }

    private static Array texts(Statement statement, List<Line> lines, Function<Line, String> value)
            throws SQLException {
        String[] texts = lines.stream().map(value).toArray(String[]::new);
        return statement.getConnection().createArrayOf("text", texts);
    }

    private static Set<Key> keys(ResultSet rows) throws SQLException {
        Set<Key> keys = new HashSet<>();
        while (rows.next()) {
            keys.add(new Key(rows.getString(1), rows.getString(2)));
        }
        return keys;
    }

    /**
     * Whether a failed {@link #insert} may succeed without one of its lines: SQLSTATE classes 22 (data, such as a NUL in a
     * text), 23 (constraints) and 54 (limits, such as an id too long for the index).
     */
    static boolean isAboutOneLine(Throwable trouble) {
        return trouble.getCause() instanceof SQLException refused
                && refused.getSQLState() != null
                && refused.getSQLState().matches("(22|23|54).*");
    }

    private static String write(ChatEvent event) {
        try {
            return WRITER.writeValueAsString(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an event that cannot be written: " + event, impossible);
        }
    }
}
