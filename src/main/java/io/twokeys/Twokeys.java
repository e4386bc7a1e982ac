package io.twokeys;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The process: one jar, one entry. */
@QuarkusMain
public final class Twokeys {
    private Twokeys() {}

    public static void main(String... args) {
        Quarkus.run(args);
    }
}
