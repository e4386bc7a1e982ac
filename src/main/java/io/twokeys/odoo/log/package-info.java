/**
 * Odoo's log as records, read from bytes in bounded memory, and the progress of an upgrade told from them. Source of the formats: Odoo 14 to 19, {@code netsvc.py} and {@code modules/loading.py}. Knows nothing of verdicts.
 */
@NullMarked
package io.twokeys.odoo.log;

import org.jspecify.annotations.NullMarked;
