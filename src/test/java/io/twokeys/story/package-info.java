/**
 * The product's stories, on the packaged jar as a second process: told once, and heard on every entry. A {@code …Story} says
 * what happens, an {@code …IT} on which {@link io.twokeys.story.Entry} it is told.
 */
@NullMarked
package io.twokeys.story;

import org.jspecify.annotations.NullMarked;
