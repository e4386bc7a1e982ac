/** Discord as a stateful server that enforces what the real one does, and the adapter's tests against it. */
package io.twokeys.chat.discord;
