package io.twokeys.bot.window;

import java.time.ZoneId;

/** @param zone what times mean that people say without a zone */
public record WindowSettings(ZoneId zone) {}
