/**
 * The steps that runbooks are made of, one class a step. Every step can be run again after an interruption and asks the host
 * what is already done. Knows no chat and no approvals.
 */
@NullMarked
package io.twokeys.runbook.step;

import org.jspecify.annotations.NullMarked;
