/**
 * A log, live: bytes become whole lines, secrets and customer data are masked before a byte is kept or shown, and what is
 * kept is cut into pages for people. Knows nothing of hosts, chats or what the lines mean.
 */
@NullMarked
package io.twokeys.tail;

import org.jspecify.annotations.NullMarked;
