/** Plans dry runs: what would be tried on which copy, and what stands against it. Reads the facts; changes nothing. */
@NullMarked
package io.twokeys.plan.dryrun;

import org.jspecify.annotations.NullMarked;
