/**
 * What we operate: targets, their hosts and stages, as {@code config/fleet.yaml} describes them. Knows nothing of chats,
 * plans or how a host is reached.
 */
@NullMarked
package io.twokeys.fleet;

import org.jspecify.annotations.NullMarked;
