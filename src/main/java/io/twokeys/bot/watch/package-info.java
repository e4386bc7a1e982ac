/** Tells in a target's channels what changed there by itself. Reads the journal, asks no host. */
@NullMarked
package io.twokeys.bot.watch;

import org.jspecify.annotations.NullMarked;
