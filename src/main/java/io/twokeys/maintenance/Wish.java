package io.twokeys.maintenance;

import io.twokeys.people.PersonId;

/**
 * Who wants something of a window. Whether they may is for the caller to know.
 *
 * @param event names what they did, unique over all platforms: the same event counts once, however often it is handed in
 */
public record Wish(PersonId by, String event) {}
