/**
 * Maintenance windows: planned times on a target, who may not have two at once, and the alarms that remind of them, begin and
 * end them. Knows no chat: what people are told stands in the journal.
 */
@NullMarked
package io.twokeys.maintenance;

import org.jspecify.annotations.NullMarked;
