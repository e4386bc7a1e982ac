/**
 * What a database held at a moment, per sort of business document, and what was written to it since: the data-loss statement, and
 * what a restored copy is counted against.
 */
@NullMarked
package io.twokeys.checkpoint.written;

import org.jspecify.annotations.NullMarked;
