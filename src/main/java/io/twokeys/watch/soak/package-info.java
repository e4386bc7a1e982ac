/**
 * The watch over a target in the first minutes after an upgrade: what Odoo logs, what it answers, who waits for whom. A breach
 * opens an incident. Knows no chat; whoever reads the journal tells it.
 */
@NullMarked
package io.twokeys.watch.soak;

import org.jspecify.annotations.NullMarked;
