/**
 * Whether an Odoo that was just started works: its pages, a login over its own protocols, one harmless document of each flow
 * that matters. Asks through the SSH connection; judges nothing but its own questions and knows nothing of operations.
 */
@NullMarked
package io.twokeys.odoo.smoke;

import org.jspecify.annotations.NullMarked;
