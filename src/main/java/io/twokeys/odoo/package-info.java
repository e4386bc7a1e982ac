/**
 * What is known about Odoo itself: its command line here; modules, logs and diagnoses in the packages below. Knows nothing of hosts, chats or how a command is run.
 */
@NullMarked
package io.twokeys.odoo;

import org.jspecify.annotations.NullMarked;
