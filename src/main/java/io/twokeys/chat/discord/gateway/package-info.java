/**
 * The one gateway session over all replicas: the lease in PostgreSQL, the budget of IDENTIFYs, the line itself and its health.
 * Hands events on as they come; what they mean is for {@code chat.discord}.
 */
@NullMarked
package io.twokeys.chat.discord.gateway;

import org.jspecify.annotations.NullMarked;
