/**
 * What people did: taken in once, before it is acknowledged, and worked off in order. Knows the port {@code chat} and no platform.
 */
@NullMarked
package io.twokeys.chat.inbox;

import org.jspecify.annotations.NullMarked;
