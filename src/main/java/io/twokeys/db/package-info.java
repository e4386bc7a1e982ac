/**
 * The ground under every store: one PostgreSQL, its migrations and how a transaction is had. Knows no table.
 *
 * <p>A state change and the journal entry that tells of it are one transaction: {@code jdbi.inTransaction(handle -> …)}, with
 * stores that take the {@link org.jdbi.v3.core.Handle}. What must only happen once the change is durable is left to
 * {@link org.jdbi.v3.core.Handle#afterCommit}.
 */
@NullMarked
package io.twokeys.db;

import org.jspecify.annotations.NullMarked;
