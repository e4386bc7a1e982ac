/**
 * The neutral conversation: the port that Slack, Discord and the console share, events in, messages out. Knows nothing of Odoo, plans or operations; an adapter turns a payload into a {@link io.twokeys.chat.ChatEvent}
 * and a {@link io.twokeys.chat.Message} into blocks, embeds or HTML.
 */
@NullMarked
package io.twokeys.chat;

import org.jspecify.annotations.NullMarked;
