/**
 * Who may: persons, their accounts on the chat platforms, their roles on targets, as {@code config/people.yaml} describes
 * them. Knows no approval and no chat beyond the platforms' names.
 */
@NullMarked
package io.twokeys.people;

import org.jspecify.annotations.NullMarked;
