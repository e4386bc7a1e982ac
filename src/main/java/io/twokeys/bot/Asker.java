package io.twokeys.bot;

import io.twokeys.bot.window.Ask;
import io.twokeys.chat.ChatUser;
import io.twokeys.chat.Place;
import io.twokeys.people.Person;

/**
 * Who asks for something, and where the answer goes.
 *
 * @param event the platform's id of what they did; makes answers unique
 */
record Asker(Person person, ChatUser user, Place place, String event) {
    Ask ask() {
        return new Ask(person, place, event);
    }
}
