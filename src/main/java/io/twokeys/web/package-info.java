/** Pages for people who follow no chat: the front door, and what stands where nothing is. Knows nothing of chat or operations. */
@NullMarked
package io.twokeys.web;

import org.jspecify.annotations.NullMarked;
