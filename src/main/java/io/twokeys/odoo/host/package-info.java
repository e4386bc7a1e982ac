/**
 * An Odoo installation reached over SSH: its database, checkout, service unit, filestore, traffic and pages. Each class is
 * one neighbour on the host and says its commands in one place. Knows nothing of operations or plans.
 */
@NullMarked
package io.twokeys.odoo.host;

import org.jspecify.annotations.NullMarked;
