package io.twokeys.odoo.log;

/** One line without prefix. Numbers start at 1; colours are stripped, a trailing carriage return too. */
public record LogLine(long number, String text) {}
