/**
 * The embedded default world: a PostgreSQL that needs no installation, and a host to practise on with its own SSH server,
 * database, addons checkout and stand-in for {@code odoo-bin}. Never active where a fleet is configured. Knows the fleet's
 * words and nothing of chats, plans or operations.
 */
@NullMarked
package io.twokeys.sandbox;

import org.jspecify.annotations.NullMarked;
