/**
 * The programs of the sandbox host: stand-ins for {@code odoo-bin}, the Odoo service, {@code psql}, {@code git} and
 * {@code journalctl}. Each is a process of its own with its own class path, so this package knows nothing of the rest of
 * Twokeys.
 */
@NullMarked
package io.twokeys.sandbox.tool;

import org.jspecify.annotations.NullMarked;
