/**
 * The reporter: reads the journal past its cursor and tells it in threads, each thing once. Whatever it says it can say again
 * after a restart without anybody noticing.
 */
@NullMarked
package io.twokeys.bot.report;

import org.jspecify.annotations.NullMarked;
