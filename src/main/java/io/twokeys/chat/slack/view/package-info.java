/**
 * How things look in Slack: messages and forms as Block Kit, text as people typed it. Knows Slack's layout and its limits, and
 * never calls Slack.
 */
@NullMarked
package io.twokeys.chat.slack.view;

import org.jspecify.annotations.NullMarked;
