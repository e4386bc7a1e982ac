package io.twokeys.checkpoint.written;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A sort of business document that people would miss. Which of its tables and columns there are depends on the modules that
 * are installed and on Odoo's series, so they are asked for first.
 */
public enum Document {
    SALE_ORDERS("sale orders", "sale_order", "", "name", true),
    POSTED_INVOICES("posted invoices", "account_move", "state = 'posted'", "name", true),
    PAYMENTS("payments", "account_payment", "", "name", false),
    STOCK_MOVES("stock moves done", "stock_move", "state = 'done'", "", true),
    POINT_OF_SALE("point-of-sale orders", "pos_order", "", "name", false),
    LEADS("leads and opportunities", "crm_lead", "", "", false),
    MESSAGES("messages", "mail_message", "", "", false),
    MAILS("mails sent", "mail_mail", "state = 'sent'", "", false),
    PARTNERS("new partners", "res_partner", "", "", false);

    /** Tables with their columns, as {@code {"sale_order": ["id", "name"]}}. */
    static final String COLUMNS = """
            select coalesce(json_object_agg(table_name, columns), '{}'::json)
            from (select table_name, json_agg(column_name) as columns
                  from information_schema.columns
                  where table_schema = 'public' and table_name in (%s)
                  group by table_name) found""".formatted(
                    Arrays.stream(values()).map(it -> "'" + it.table + "'").collect(Collectors.joining(", ")));

    private final String words;
    private final String table;
    private final String condition;
    private final String name;
    private final boolean older;

    /**
     * @param condition what makes a row count; empty for every row
     * @param name the column with its number; empty if that says nothing or is a person's
     * @param older whether it matters as well that a row which was there already was changed
     */
    Document(String words, String table, String condition, String name, boolean older) {
        this.words = words;
        this.table = table;
        this.condition = condition;
        this.name = name;
        this.older = older;
    }

    /** {@code sale orders}. */
    public String words() {
        return words;
    }

    /** One JSON object: the highest id and the number of rows of every table that is there. */
    static String marks(Map<String, Set<String>> there) {
        return object(there, it -> """
                '%1$s', json_build_object('id', (select coalesce(max(id), 0) from %2$s),
                                          'rows', (select count(*) from %2$s))""".formatted(it.name(), it.table));
    }

    /** The same without the number of rows, for which whole tables are read. */
    static String heights(Map<String, Set<String>> there) {
        return object(there, it -> """
                '%1$s', json_build_object('id', (select coalesce(max(id), 0) from %2$s))""".formatted(it.name(), it.table));
    }

    /** One JSON object: per document how many rows are new, which were the last, and how many older ones were changed. */
    static String written(Map<String, Set<String>> there, Marks marks) {
        return object(there, it -> it.since(there.getOrDefault(it.table, Set.of()), marks));
    }

    private String since(Set<String> columns, Marks marks) {
        String at = "timestamp '" + marks.at() + "'";
        Optional<Long> height = marks.height(this);
        String isNew = height.map(id -> "id > " + id)
                .orElse(columns.contains("create_date") ? "create_date > " + at : "false");
        boolean names = !name.isEmpty() && columns.contains(name);
        boolean changes = older && columns.contains("write_date");
        return """
                '%1$s', json_build_object(
                    'added', (select count(*) from %2$s where %3$s and %4$s),
                    'last', %5$s,
                    'changed', %6$s)""".formatted(
                        name(),
                        table,
                        condition.isEmpty() ? "true" : condition,
                        isNew,
                        names ? last(isNew) : "'[]'::json",
                        changes
                                ? "(select count(*) from %s where %s and not (%s) and write_date > %s)"
                                        .formatted(table, condition.isEmpty() ? "true" : condition, isNew, at)
                                : "0");
    }

    private String last(String isNew) {
        return """
                (select coalesce(json_agg(number), '[]'::json) from (
                    select %1$s as number from %2$s where %3$s and %4$s order by id desc limit 3) newest)""".formatted(name, table, condition.isEmpty() ? "true" : condition, isNew);
    }

    private static String object(Map<String, Set<String>> there, Function<Document, String> entry) {
        List<String> entries =
                Arrays.stream(values()).filter(it -> it.isIn(there)).map(entry).toList();
        return "select json_build_object(" + String.join(",\n", entries) + ")";
    }

    /** Whether its table is there, with the columns that its condition speaks of. */
    private boolean isIn(Map<String, Set<String>> there) {
        Set<String> columns = there.getOrDefault(table, Set.of());
        return columns.contains("id") && (condition.isEmpty() || columns.contains("state"));
    }
}
