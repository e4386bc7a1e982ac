/**
 * What can be asked of the bot, as platforms draw it: pickers, forms, and names as they are typed. Runs nothing and asks no
 * host while somebody waits.
 */
@NullMarked
package io.twokeys.bot.menu;

import org.jspecify.annotations.NullMarked;
