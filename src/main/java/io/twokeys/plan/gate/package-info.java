/**
 * What must be so before an operation may start: facts read from a target, and a rule for each. Ids and limits follow the
 * preflight table of Odoo upgrade practice; a fact that cannot be read never passes. Changes nothing and knows no plan.
 */
@NullMarked
package io.twokeys.plan.gate;

import org.jspecify.annotations.NullMarked;
