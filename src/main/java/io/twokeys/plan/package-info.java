/**
 * What an operation will do, said before it does it: gates, steps, estimate, the rollback section; canonical JSON and its
 * digest. Reads the target's facts; changes nothing and knows no chat.
 */
@NullMarked
package io.twokeys.plan;

import org.jspecify.annotations.NullMarked;
