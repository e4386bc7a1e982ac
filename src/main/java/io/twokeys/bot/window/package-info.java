/**
 * Maintenance windows between people and {@code maintenance}: commands and buttons in, announcements, reminders and calendar
 * entries out. Gives its answers back instead of sending them: the bot knows where the asker stands.
 */
@NullMarked
package io.twokeys.bot.window;

import org.jspecify.annotations.NullMarked;
