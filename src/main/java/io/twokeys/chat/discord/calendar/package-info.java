/** Discord's scheduled events, as the platform's calendar. Knows nothing of windows: only keys, times and words. */
@NullMarked
package io.twokeys.chat.discord.calendar;

import org.jspecify.annotations.NullMarked;
