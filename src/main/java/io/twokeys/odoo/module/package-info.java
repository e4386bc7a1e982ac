/**
 * Modules, their manifests, versions and migration scripts, and the plan of an upgrade computed from them as Odoo 14 to 19 would. Knows nothing of logs or hosts.
 */
@NullMarked
package io.twokeys.odoo.module;

import org.jspecify.annotations.NullMarked;
