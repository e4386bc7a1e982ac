/**
 * Alarms that outlive the process: set inside a transaction, rung once by whichever replica is alive, taken over when the
 * one that was ringing dies. Keeps no business state: whoever answers an alarm reads its own tables and may find nothing
 * left to do. The only package that knows db-scheduler.
 */
@NullMarked
package io.twokeys.timer;

import org.jspecify.annotations.NullMarked;
