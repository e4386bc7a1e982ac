package io.twokeys.bot.window;

import io.twokeys.chat.Place;
import io.twokeys.maintenance.Wish;
import io.twokeys.people.Person;

/**
 * Who wants something of a window, and where they said so.
 *
 * @param event the platform's id of what they did
 */
public record Ask(Person person, Place place, String event) {
    Wish wish() {
        return new Wish(person.id(), place.platform().key() + "/" + event);
    }
}
