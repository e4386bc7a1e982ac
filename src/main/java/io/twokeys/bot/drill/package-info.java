/** Drills that nobody has to ask for: begun by the clock, told in the target's channels. */
@NullMarked
package io.twokeys.bot.drill;

import org.jspecify.annotations.NullMarked;
