/** The console as people use it: a real process, a real browser, a keyboard, a phone. Knows the page, not the product's types. */
@NullMarked
package io.twokeys.browser;

import org.jspecify.annotations.NullMarked;
