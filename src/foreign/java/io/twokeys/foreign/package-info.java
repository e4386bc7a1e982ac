/** What we did not write, held against what we did: foreign clients on our fakes, our bodies against published schemas. */
@NullMarked
package io.twokeys.foreign;

import org.jspecify.annotations.NullMarked;
