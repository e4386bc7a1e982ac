/**
 * Looks at every target by itself, again and again, and writes down what changed. Judges nothing: the gates do. Knows no chat;
 * whoever reads the journal tells it.
 */
@NullMarked
package io.twokeys.watch;

import org.jspecify.annotations.NullMarked;
