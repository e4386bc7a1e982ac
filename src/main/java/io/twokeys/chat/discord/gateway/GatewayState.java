package io.twokeys.chat.discord.gateway;

import java.time.Instant;

/** How this process stands towards the gateway. */
public sealed interface GatewayState {
    /** One phrase for the health page. */
    String words();

    /** Discord is not configured, or not started. */
    record Off() implements GatewayState {
        @Override
        public String words() {
            return "off";
        }
    }

    /** Another replica holds the session. */
    record Standby() implements GatewayState {
        @Override
        public String words() {
            return "standby: another replica holds the gateway";
        }
    }

    record Connecting(String detail) implements GatewayState {
        @Override
        public String words() {
            return "connecting: " + detail;
        }
    }

    /** The budget of IDENTIFYs is used up for now. */
    record Waiting(Instant until) implements GatewayState {
        @Override
        public String words() {
            return "waiting until " + until
                    + ": too many sessions were begun, and Discord resets the token at 1,000 a day";
        }
    }

    record Connected(String as) implements GatewayState {
        @Override
        public String words() {
            return "connected as " + as;
        }
    }

    /** Discord will not have us as we are configured; no further try is made. */
    record Refused(int code, String why) implements GatewayState {
        @Override
        public String words() {
            return "refused with close code " + code + ": " + why;
        }

        /** The codes after which a client must not come again (Discord, Gateway Close Event Codes). */
        static Refused of(int code) {
            return new Refused(
                    code,
                    switch (code) {
                        case 4004 -> "the bot token is wrong; set DISCORD_BOT_TOKEN and restart";
                        case 4010, 4011 -> "Discord wants several shards";
                        case 4012 -> "Discord has closed this version of its API";
                        case 4013 -> "an intent that there is not";
                        case 4014 -> "an intent that is not switched on for the application in the developer portal";
                        default -> "for good";
                    });
        }

        static boolean isFinal(int code) {
            return code == 4004 || (code >= 4010 && code <= 4014);
        }
    }
}
