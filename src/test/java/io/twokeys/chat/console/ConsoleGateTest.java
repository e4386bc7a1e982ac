package io.twokeys.chat.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.twokeys.chat.console.ConsoleGate.Knock;
import io.twokeys.chat.console.ConsoleGate.Settings;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleGateTest {
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            GET,  127.0.0.1,       127.0.0.1:8080,      -,                         -,                              0
            GET,  localhost,       localhost:8080,      -,                         -,                              0
            GET,  [::1],           [::1]:8080,          -,                         -,                              0
            POST, localhost,       localhost:8080,      http://localhost:8080,     application/json;charset=UTF-8, 0
            POST, localhost,       localhost:8080,      -,                         application/json,               0
            POST, ops.example.com, ops.example.com,     https://ops.example.com,   application/json,               0
            GET,  evil.example,    evil.example:8080,   -,                         -,                              403
            GET,  -,               -,                   -,                         -,                              403
            POST, localhost,       localhost:8080,      http://evil.example,       application/json,               403
            POST, localhost,       localhost:8080,      http://localhost:9090,     application/json,               403
            POST, localhost,       localhost:8080,      null,                      application/json,               403
            POST, localhost,       localhost:8080,      -,                         text/plain,                     415
            POST, localhost,       localhost:8080,      -,                         application/jsonp,              415
            POST, localhost,       localhost:8080,      -,                         -,                              415
            """)
    void only_pages_of_its_own_use_the_console(
            String method,
            @Nullable String host,
            @Nullable String authority,
            @Nullable String origin,
            @Nullable String contentType,
            int status) {
        var gate = new ConsoleGate(new Settings(true, Set.of("ops.example.com")));
        Optional<ConsoleGate.Closed> closed = gate.check(new Knock(method, host, authority, origin, contentType));
        assertThat(closed.map(ConsoleGate.Closed::status).orElse(0)).isEqualTo(status);
    }

    @Test
    void a_console_that_is_off_is_not_there() {
        var gate = new ConsoleGate(new Settings(false, Set.of()));
        assertThat(gate.check(new Knock("GET", "localhost", "localhost:8080", null, null)))
                .hasValueSatisfying(closed -> assertThat(closed.status()).isEqualTo(404));
    }
}
