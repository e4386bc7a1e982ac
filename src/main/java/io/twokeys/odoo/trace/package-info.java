/**
 * What an upgrade left behind: its log as a story, tracebacks, lines of shell and sudo, module rows, kernel and PostgreSQL
 * logs. Says what is there, not what it means.
 */
@NullMarked
package io.twokeys.odoo.trace;

import org.jspecify.annotations.NullMarked;
