package io.twokeys.chat.slack.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Slack keeps: accounts, channels, messages, views. One lock, the object's own. */
final class Workspace {
    private final InstantSource clock;
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, Room> rooms = new LinkedHashMap<>();
    private final List<Posted> messages = new ArrayList<>();
    private final List<Posted> whispers = new ArrayList<>();
    private final List<View> views = new ArrayList<>();
    private final Map<String, JsonNode> homes = new HashMap<>();
    private long count;

    Workspace(InstantSource clock) {
        this.clock = clock;
        put(new Account(FakeSlack.BOT, "twokeys", FakeSlack.TEAM, Account.Kind.BOT));
    }

    /** A modal that is open in front of a person. */
    static final class View {
        final String id;
        final String user;
        JsonNode json;
        String hash;
        boolean open = true;

        View(String id, String user, JsonNode json, String hash) {
            this.id = id;
            this.user = user;
            this.json = json;
            this.hash = hash;
        }
    }

    synchronized void put(Account account) {
        accounts.put(account.id(), account);
    }

    synchronized Account account(String id) {
        Account known = accounts.get(id);
        if (known == null) throw new SlackError("user_not_found", id);
        return known;
    }

    synchronized boolean knows(String account) {
        return accounts.containsKey(account);
    }

    synchronized Room room(String id, String name) {
        return rooms.computeIfAbsent(id, none -> new Room(id, name, false));
    }

    synchronized Room room(String id) {
        Room known = rooms.get(id);
        if (known == null) throw new SlackError("channel_not_found", id);
        return known;
    }

    /** The conversation of the bot with one person. */
    synchronized Room direct(String account) {
        return rooms.computeIfAbsent(
                "D" + account.substring(1), id -> new Room(id, account, true).with(account, FakeSlack.BOT));
    }

    synchronized String nextTs() {
        return "%d.%06d".formatted(clock.instant().getEpochSecond(), ++count);
    }

    synchronized String nextId(String letter) {
        return letter + "%08d".formatted(++count);
    }

    synchronized Posted add(Posted message) {
        (message.to().isEmpty() ? messages : whispers).add(message);
        return message;
    }

    /** Those that were not deleted, oldest first. */
    synchronized List<Posted> messages(String channel) {
        return messages.stream()
                .filter(message -> message.channel().equals(channel) && !message.deleted())
                .toList();
    }

    synchronized List<Posted> all() {
        return messages.stream().filter(message -> !message.deleted()).toList();
    }

    synchronized List<Posted> whispers(String account) {
        return whispers.stream().filter(message -> message.to().equals(account)).toList();
    }

    synchronized Optional<Posted> find(String channel, String ts) {
        return messages(channel).stream()
                .filter(message -> message.ts().equals(ts))
                .findFirst();
    }

    synchronized Posted message(String channel, String ts) {
        return find(channel, ts).orElseThrow(() -> new SlackError("message_not_found", channel + " " + ts));
    }

    synchronized View open(String user, JsonNode json) {
        View view = new View(nextId("V"), user, json, nextId("h"));
        views.add(view);
        return view;
    }

    synchronized void change(View view, JsonNode json) {
        view.json = json;
        view.hash = nextId("h");
    }

    synchronized View view(String id) {
        return views.stream()
                .filter(view -> view.id.equals(id) && view.open)
                .findFirst()
                .orElseThrow(() -> new SlackError("not_found", id));
    }

    /** The topmost modal of a person. */
    synchronized @Nullable View top(String user) {
        return views.reversed().stream()
                .filter(view -> view.user.equals(user) && view.open)
                .findFirst()
                .orElse(null);
    }

    synchronized long depth(String user) {
        return views.stream()
                .filter(view -> view.user.equals(user) && view.open)
                .count();
    }

    synchronized void publish(String user, JsonNode home) {
        homes.put(user, home);
    }

    synchronized Optional<JsonNode> home(String user) {
        return Optional.ofNullable(homes.get(user));
    }
}
