package io.twokeys;

import io.twokeys.sandbox.EmbeddedPostgres;
import io.twokeys.sandbox.SandboxHost;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The defaults that come along: a PostgreSQL when none is configured, a host to practise on when no target is. They are made
 * before the service starts, because it needs their addresses.
 */
final class Embedded {
    private static final String DATABASE = "twokeys";
    private static @Nullable SandboxHost sandbox;

    private Embedded() {}

    static void prepare(Configuration configuration) {
        @Nullable EmbeddedPostgres postgres = null;
        if (!configuration.externalDatabase()) {
            postgres = EmbeddedPostgres.start(postgresFolder(configuration));
            postgres.createDatabaseIfAbsent(DATABASE);
            System.setProperty("quarkus.datasource.jdbc.url", postgres.jdbcUrl(DATABASE));
            System.setProperty("quarkus.datasource.username", postgres.user());
            System.setProperty("quarkus.datasource.password", postgres.password());
        }
        if (configuration.sandbox()) {
            Path folder = configuration.dataDir().resolve("sandbox");
            var cluster = postgres == null ? EmbeddedPostgres.start(postgresFolder(configuration)) : postgres;
            sandbox = SandboxHost.start(folder, cluster);
        }
    }

    static Path postgresFolder(Configuration configuration) {
        return configuration.dataDir().resolve("postgresql");
    }

    /** The host to practise on, if there is one. */
    static Optional<SandboxHost> sandbox() {
        return Optional.ofNullable(sandbox);
    }
}
