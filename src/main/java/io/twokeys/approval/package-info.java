/**
 * From a plan to a clearance: requests, votes, quorum, expiry. The only place where a {@link Clearance} is made. Every
 * decision is taken under the lock of the request's row and journaled in the same transaction; timers take that lock too.
 * Knows roles and plans; knows no chat and never runs anything.
 */
@NullMarked
package io.twokeys.approval;

import org.jspecify.annotations.NullMarked;
