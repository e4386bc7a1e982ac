package io.twokeys.watch;

import java.time.Duration;

/** @param every how long after one look at a target the next one comes; zero for never */
public record WatchSettings(Duration every) {}
