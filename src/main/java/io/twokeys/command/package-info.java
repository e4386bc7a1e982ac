/**
 * Text to {@link io.twokeys.command.Command}: the grammar of {@code /odoo}, the same on every platform, with its help and
 * its completion. Knows words only: no chat, no person, no Odoo, and nothing about which targets or modules exist.
 *
 * <p>To add a verb, touch {@link io.twokeys.command.Command} (its record) and {@link io.twokeys.command.Verb} (its words,
 * right, slots, examples and how its record is made). The switch of {@code Phrase} has no default and stops compiling
 * until it can print the record; the test that every example reads back to itself catches the rest.
 */
@NullMarked
package io.twokeys.command;

import org.jspecify.annotations.NullMarked;
