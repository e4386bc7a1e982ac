/** Incidents: what went wrong on a target, where it stands, and when it was over. Knows no chat. */
@NullMarked
package io.twokeys.incident;

import org.jspecify.annotations.NullMarked;
