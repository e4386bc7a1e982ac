/**
 * Runs what was cleared, step by step, to its end, whatever dies on the way: the operations, their journal, the lock on a
 * target, taking over from a replica that fell silent. Knows steps, not Odoo, and never hears of chat: who wants to follow
 * reads the journal.
 *
 * <p>The tables are the truth; an alarm of {@code timer} only says when to look. Whoever picks an operation up raises its
 * epoch, and everything written afterwards is written under that epoch or not at all.
 */
@NullMarked
package io.twokeys.operation;

import org.jspecify.annotations.NullMarked;
