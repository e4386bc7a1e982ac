/** The gateway session's rules, one by one. */
package io.twokeys.chat.discord.gateway;
