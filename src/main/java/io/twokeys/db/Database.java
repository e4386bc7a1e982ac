package io.twokeys.db;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** The product's one PostgreSQL as Jdbi; columns {@code snake_case}, record components {@code camelCase}. */
@Singleton
public final class Database {
    /** Jdbi on {@code source}, whose schema is already migrated. */
    public static Jdbi over(DataSource source) {
        return Jdbi.create(source).installPlugin(new PostgresPlugin());
    }

    @Produces
    @Singleton
    Jdbi jdbi(DataSource source) {
        return over(source);
    }
}
