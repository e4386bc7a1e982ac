/**
 * Slack as a server of our own, for tests: it keeps a workspace, refuses what Slack refuses and asks to wait where Slack does. Knows
 * nothing of Twokeys, so that it cannot share its mistakes. Start reading at {@link io.twokeys.chat.slack.fake.FakeSlack}.
 */
@NullMarked
package io.twokeys.chat.slack.fake;

import org.jspecify.annotations.NullMarked;
