/**
 * The web console: a chat platform of our own, with channels, threads, buttons and reactions, for trying things out and for
 * tests. Knows the port {@code chat} and who may be acted as; knows nothing of commands or operations.
 */
@NullMarked
package io.twokeys.chat.console;

import org.jspecify.annotations.NullMarked;
