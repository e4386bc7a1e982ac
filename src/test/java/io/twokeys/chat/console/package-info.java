@NullMarked
package io.twokeys.chat.console;

import org.jspecify.annotations.NullMarked;
