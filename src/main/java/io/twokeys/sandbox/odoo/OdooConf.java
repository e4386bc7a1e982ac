package io.twokeys.sandbox.odoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Odoo's configuration file, {@code key = value} below {@code [options]}. */
record OdooConf(Path file, Map<String, String> options) {

    static OdooConf read(Path file) throws IOException {
        Map<String, String> options = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith(";")) {
                options.put(
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip());
            }
        }
        return new OdooConf(file, options);
    }

    /** This, as a command line has it otherwise. */
    OdooConf with(String key, String value) {
        Map<String, String> changed = new TreeMap<>(options);
        changed.put(key, value);
        return new OdooConf(file, changed);
    }

    String get(String key) {
        return options.getOrDefault(key, "");
    }

    List<Path> addonsPath() {
        List<Path> paths = new ArrayList<>();
        for (String path : get("addons_path").split(",")) if (!path.isBlank()) paths.add(Path.of(path.strip()));
        return paths;
    }

    /** A session of Odoo's own database role. */
    Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", get("db_user"));
        properties.setProperty("password", get("db_password"));
        properties.setProperty(
                "ApplicationName", "odoo-" + ProcessHandle.current().pid());
        properties.setProperty("options", "-c timezone=UTC");
        properties.setProperty("connectTimeout", "5");
        return DriverManager.getConnection(
                "jdbc:postgresql://" + get("db_host") + ":" + get("db_port") + "/" + database, properties);
    }

    /**
     * How long the stand-in takes where the real Odoo would be busy, so that there is something to watch.
     *
     * @param factor 1 is the pace of a demonstration, 0 does not wait at all
     */
    record Pace(double factor) {

        /** The environment's SANDBOX_PACE, else what the file says, else 1. */
        static Pace of(@Nullable String environment, Path file) throws IOException {
            if (environment != null && !environment.isBlank()) return new Pace(Double.parseDouble(environment));
            return new Pace(
                    Files.exists(file)
                            ? Double.parseDouble(Files.readString(file).strip())
                            : 1);
        }

        void take(double seconds) {
            try {
                Thread.sleep(Math.round(seconds * factor * 1000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
