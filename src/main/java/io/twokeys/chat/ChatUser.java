package io.twokeys.chat;

/** An account on a platform. Which person that is, if any, is for {@code people} to say. */
public record ChatUser(Platform platform, String id) {}
