/**
 * From the traces that a run left to a verdict, a database state and one cause, with the line that says it. Pure: reads what it is handed. Knows nothing of hosts or chats.
 */
@NullMarked
package io.twokeys.odoo.diagnosis;

import org.jspecify.annotations.NullMarked;
