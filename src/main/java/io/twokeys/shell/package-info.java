/**
 * A command is data: words, quoted in one place, and secrets that print as dots. Knows nothing of hosts, Odoo or SSH.
 */
@NullMarked
package io.twokeys.shell;

import org.jspecify.annotations.NullMarked;
