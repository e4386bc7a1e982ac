/**
 * Runs commands on hosts: pooled connections with strict host keys, and remote jobs that outlive the connection. The
 * only package that knows the SSH library; knows nothing of Odoo, plans or chats.
 */
@NullMarked
package io.twokeys.ssh;

import org.jspecify.annotations.NullMarked;
