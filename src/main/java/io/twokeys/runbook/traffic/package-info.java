/** Steps that keep visitors out, let those who are in finish, and let them in again. Knows no chat and no approvals. */
@NullMarked
package io.twokeys.runbook.traffic;

import org.jspecify.annotations.NullMarked;
