package io.twokeys.chat.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CrewTest {
    private final AtomicBoolean flood = new AtomicBoolean();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final Semaphore mayFinish = new Semaphore(0);
    private final Crew crew = new Crew("test", 3, this::piece, flood::get);

    @AfterEach
    void home() throws InterruptedException {
        mayFinish.release(1000);
        crew.end();
        assertThat(crew.join(Duration.ofSeconds(10))).isTrue();
    }

    private boolean piece() {
        busy.incrementAndGet();
        mayFinish.acquireUninterruptibly();
        busy.decrementAndGet();
        return done.incrementAndGet() < 100;
    }

    @Test
    void all_work_while_nothing_more_urgent_comes_in() {
        crew.start();
        await().until(() -> busy.get() == 3);
    }

    @Test
    void while_they_make_way_a_call_is_good_for_one_piece_and_later_all_are_back() {
        flood.set(true);
        crew.start();
        await().until(() -> busy.get() == 3);
        mayFinish.release(3);
        await().until(() -> done.get() == 3 && busy.get() == 0);
        for (int piece = 4; piece <= 20; piece++) {
            int finished = piece;
            mayFinish.release();
            crew.call(1);
            await().until(() -> done.get() == finished);
        }
        assertThat(busy.get()).isZero();
        flood.set(false);
        crew.call(3);
        await().until(() -> busy.get() == 3);
    }
}
