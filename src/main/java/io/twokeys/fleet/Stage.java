package io.twokeys.fleet;

/** How much a target matters. */
public enum Stage {
    PRODUCTION,
    STAGING,
    SANDBOX
}
