/**
 * The dry run: an upgrade on a neutralized copy of a checkpoint, with the staging twin's Odoo and addons checkout, judged like a
 * real one. Of the target that it is tried for it reads the checkpoint and touches nothing. Knows no chat and no approvals.
 */
@NullMarked
package io.twokeys.runbook.dryrun;

import org.jspecify.annotations.NullMarked;
