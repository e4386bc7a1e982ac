/**
 * The only joint between people and the rest: events in, words out, one desk per concern. Decides nothing that another
 * package decides: it asks and passes on.
 */
@NullMarked
package io.twokeys.bot;

import org.jspecify.annotations.NullMarked;
