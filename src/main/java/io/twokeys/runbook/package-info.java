/** What operations do: one class a runbook, made of the steps in {@code runbook.step}. Knows no chat and no approvals. */
@NullMarked
package io.twokeys.runbook;

import org.jspecify.annotations.NullMarked;
