/** Measurements beside something else, as ratios within one run; never part of the tests. Figures are in {@code src/bench/RESULTS.md}. */
@NullMarked
package io.twokeys.bench;

import org.jspecify.annotations.NullMarked;
