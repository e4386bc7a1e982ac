@NullMarked
package io.twokeys.chat;

import org.jspecify.annotations.NullMarked;
