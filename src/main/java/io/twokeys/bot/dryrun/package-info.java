/** What dry runs have shown, read from the operations. Knows no chat. */
@NullMarked
package io.twokeys.bot.dryrun;

import org.jspecify.annotations.NullMarked;
