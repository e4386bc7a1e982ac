package io.twokeys.db;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;

/** Connections that are used again, for tests that open a great many; the product's pool is Quarkus'. */
public final class Pooled {
    private final DataSource source;
    private final ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();

    private Pooled(DataSource source) {
        this.source = source;
    }

    public static DataSource over(DataSource source) {
        Pooled pool = new Pooled(source);
        return (DataSource) Proxy.newProxyInstance(
                Pooled.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> method.getName().equals("getConnection")
                        ? pool.connection()
                        : method.invoke(source, arguments));
    }

    private Connection connection() throws SQLException {
        Connection free = idle.poll();
        Connection real = free == null ? source.getConnection() : free;
        return (Connection) Proxy.newProxyInstance(
                Pooled.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        real.setAutoCommit(true);
                        idle.add(real);
                        return null;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}
