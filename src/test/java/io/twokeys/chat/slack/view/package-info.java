@NullMarked
package io.twokeys.chat.slack.view;

import org.jspecify.annotations.NullMarked;
