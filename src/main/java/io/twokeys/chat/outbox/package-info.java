/**
 * What the bot wants to say: kept until it is said, in order, at the pace that each platform allows. Knows the port {@code chat} and no
 * platform.
 */
@NullMarked
package io.twokeys.chat.outbox;

import org.jspecify.annotations.NullMarked;
