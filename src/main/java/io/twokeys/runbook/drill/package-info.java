/**
 * The drill: a checkpoint restored into a scratch database, made harmless, proven and dropped. Never touches what is live. Knows
 * no chat and no approvals.
 */
@NullMarked
package io.twokeys.runbook.drill;

import org.jspecify.annotations.NullMarked;
