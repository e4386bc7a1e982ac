/**
 * The stand-in for Odoo on the sandbox host: {@code odoo-bin} and the service, each a process of its own. They change a
 * real database and write logs in the grammar of Odoo 19. Knows the host's folder and nothing of the rest of Twokeys.
 */
@NullMarked
package io.twokeys.sandbox.odoo;

import org.jspecify.annotations.NullMarked;
