@NullMarked
package io.twokeys.chat.slack;

import org.jspecify.annotations.NullMarked;
