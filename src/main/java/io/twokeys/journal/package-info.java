/**
 * What happened: an append-only, hash-chained record that can be verified. Knows no operation, approval or chat; the kinds
 * of entries and their data belong to those who write them.
 */
@NullMarked
package io.twokeys.journal;

import org.jspecify.annotations.NullMarked;
