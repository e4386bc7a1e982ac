/**
 * Slack: payloads into events, messages into Block Kit, over HTTP and over Socket Mode with the same handlers. The only
 * package that knows the Slack SDK; knows the port {@code chat}, and nothing of commands or operations.
 */
@NullMarked
package io.twokeys.chat.slack;

import org.jspecify.annotations.NullMarked;
