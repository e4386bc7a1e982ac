/** The product's stories, on the packaged jar as a second process and over the console's HTTP interface alone. */
@NullMarked
package io.twokeys.story;

import org.jspecify.annotations.NullMarked;
