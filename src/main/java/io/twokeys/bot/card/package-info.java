/** The wording: what is said about plans, votes, operations, incidents and lists. Builds messages, sends none. */
@NullMarked
package io.twokeys.bot.card;

import org.jspecify.annotations.NullMarked;
