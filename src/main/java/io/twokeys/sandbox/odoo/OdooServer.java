package io.twokeys.sandbox.odoo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * The Odoo service: its own HTTP port, and a second one that stands for the reverse proxy, which answers 503 while the
 * maintenance flag exists.
 */
public final class OdooServer {
    private static final DateTimeFormatter APACHE =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String LOGIN_PAGE = """
            <!DOCTYPE html>
            <html lang="en"><head><title>Login | Odoo</title></head><body>
            <form class="oe_login_form" role="form" action="/web/login" method="post">
            <input type="text" name="login" id="login"/><input type="password" name="password" id="password"/>
            <button type="submit">Log in</button></form></body></html>
            """;
    private static final String BETWEEN = """
            select name from ir_module_module where state in ('to install', 'to upgrade', 'to remove')
            order by 1
            """;

    /** As the real one, the login page does without users and partners; the pictures of people do not. */
    private static final String PICTURE = """
            select p.name from res_users u join res_partner p on p.id = u.partner_id where u.id = 2
            """;

    private final OdooConf conf;
    private final OdooLog log;
    private final InstantSource clock;
    private final Path maintenanceFlag;

    private OdooServer(OdooConf conf, OdooLog log, InstantSource clock, Path maintenanceFlag) {
        this.conf = conf;
        this.log = log;
        this.clock = clock;
        this.maintenanceFlag = maintenanceFlag;
    }

    public static void main(String[] words) throws IOException {
        Path root = Path.of(System.getProperty("sandbox"));
        OdooLog log = new OdooLog(System.out, InstantSource.system());
        OdooConf conf = OdooConf.read(root.resolve("etc/odoo.conf"));
        new OdooServer(conf, log, InstantSource.system(), root.resolve("maintenance.flag")).run();
    }

    /** Serves the database of {@code conf} at its port, without a proxy before it. */
    static void serve(OdooConf conf, OdooLog log) throws IOException {
        new OdooServer(conf, log, InstantSource.system(), Path.of("no proxy")).serve();
    }

    private void run() throws IOException {
        OdooBin.introduce(log, conf);
        HttpServer front = listen("front_port");
        front.createContext("/", exchange -> answerBehindProxy(exchange));
        serve();
        front.start();
    }

    private void serve() throws IOException {
        HttpServer service = listen("http_port");
        log.info("odoo.service.server", "HTTP service (werkzeug) running on 127.0.0.1:" + conf.get("http_port"));
        log.database(conf.get("db_name"));
        service.createContext("/", exchange -> answer(exchange));
        loadRegistry();
        service.start();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> log.info("odoo.service.server", "Stopping workers gracefully")));
    }

    private HttpServer listen(String option) throws IOException {
        int port = Integer.parseInt(conf.get(option));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        server.setExecutor(Executors.newFixedThreadPool(4));
        return server;
    }

    private void loadRegistry() throws IOException {
        int modules = Manifest.scan(conf.addonsPath()).size();
        log.info("odoo.modules.loading", "loading 1 modules...");
        log.info("odoo.modules.loading", "1 modules loaded in 0.00s, 0 queries (+0 extra)");
        log.info("odoo.modules.loading", "loading " + modules + " modules...");
        log.info("odoo.modules.loading", modules + " modules loaded in 0.31s, 0 queries (+0 extra)");
        try {
            String between = modulesInBetween();
            if (!between.isEmpty()) {
                log.error(
                        "odoo.modules.loading",
                        "Some modules have inconsistent states, some dependencies may be missing: [" + between + "]");
            }
            log.info("odoo.modules.loading", "Modules loaded.");
            log.info("odoo.registry", "Registry loaded in 0.412s");
        } catch (SQLException e) {
            log.error("odoo.sql_db", "Connection to the database failed: " + e.getMessage());
        }
    }

    private void answerBehindProxy(HttpExchange exchange) throws IOException {
        if (Files.exists(maintenanceFlag)) {
            send(exchange, 503, "text/html", "<!DOCTYPE html><title>Maintenance</title><h1>Down for maintenance</h1>");
            return;
        }
        answer(exchange);
    }

    private void answer(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/web/health" -> send(exchange, 200, "application/json", "{\"status\": \"pass\"}");
            case "/web/login" -> login(exchange);
            case "/web/image/res.users/2/image_128", "/web/image/res.partner/1/image_128" -> picture(exchange);
            case "/", "/web", "/odoo" -> {
                exchange.getResponseHeaders().set("Location", "/web/login");
                send(exchange, 303, "text/html", "");
            }
            default -> send(exchange, 404, "text/html", "<!DOCTYPE html><title>404 Not Found</title>");
        }
    }

    private void login(HttpExchange exchange) throws IOException {
        try {
            String between = modulesInBetween();
            if (between.isEmpty()) send(exchange, 200, "text/html", LOGIN_PAGE);
            else fail(exchange, "odoo.exceptions.MissingError: modules are in between: " + between);
        } catch (SQLException e) {
            fail(exchange, psycopg(e));
        }
    }

    private void picture(HttpExchange exchange) throws IOException {
        try {
            ask(PICTURE);
            send(exchange, 200, "image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        } catch (SQLException e) {
            fail(exchange, psycopg(e));
        }
    }

    private static String psycopg(SQLException e) {
        boolean noTable = "42P01".equals(e.getSQLState());
        return "psycopg2." + (noTable ? "errors.UndefinedTable: " : "OperationalError: ") + e.getMessage();
    }

    private void fail(HttpExchange exchange, String exception) throws IOException {
        log.error("odoo.http", "Exception during request handling.", """
                Traceback (most recent call last):
                  File "/usr/lib/python3/dist-packages/odoo/http.py", line 2589, in __call__
                    response = request._serve_db()
                """ + exception);
        send(
                exchange,
                500,
                "text/html",
                "<!DOCTYPE html><title>Internal Server Error</title><h1>Internal Server Error</h1>");
    }

    private String modulesInBetween() throws SQLException {
        return ask(BETWEEN).stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }

    private List<String> ask(String query) throws SQLException {
        try (Connection connection = conf.connect(conf.get("db_name"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> answers = new ArrayList<>();
            while (rows.next()) answers.add(rows.getString(1));
            return answers;
        }
    }

    private void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) exchange.getResponseBody().write(bytes);
        exchange.close();
        log.info(
                "werkzeug",
                "127.0.0.1 - - [" + APACHE.format(clock.instant()) + "] \"" + exchange.getRequestMethod() + " "
                        + exchange.getRequestURI() + " HTTP/1.1\" " + status + " - 5 0.002 0.004");
    }
}
