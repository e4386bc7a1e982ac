/**
 * Keys, from the card to the point of no return: what a gesture on a card means, whose account it was, what the platforms show
 * now, and when a granted request begins. Counting is for {@code approval}; this package brings it what was done and seen.
 */
@NullMarked
package io.twokeys.bot.vote;

import org.jspecify.annotations.NullMarked;
