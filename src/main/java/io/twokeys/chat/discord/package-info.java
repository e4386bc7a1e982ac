/**
 * Discord as a chat platform: what people do there becomes a {@link io.twokeys.chat.ChatEvent} in the inbox before it is
 * acknowledged, and a {@link io.twokeys.chat.Message} becomes an embed with buttons. Knows nothing of commands or operations; the
 * gateway session is kept by {@code chat.discord.gateway}.
 */
@NullMarked
package io.twokeys.chat.discord;

import org.jspecify.annotations.NullMarked;
