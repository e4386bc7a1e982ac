/**
 * Gates that an approver lets count as a warning for a while, with a reason: kept, journaled, expiring. Which gates that may be
 * is the gates' own rule; who may ask is for whoever hears the command.
 */
@NullMarked
package io.twokeys.waiver;

import org.jspecify.annotations.NullMarked;
