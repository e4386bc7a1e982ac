package io.twokeys.bot;

import io.twokeys.chat.Message;
import io.twokeys.chat.Message.Kind;
import io.twokeys.chat.Message.Text;
import io.twokeys.command.Command;
import io.twokeys.fleet.Nearest;
import io.twokeys.fleet.Target;
import io.twokeys.plan.gate.Gate;
import io.twokeys.waiver.Waiver;
import io.twokeys.waiver.Waivers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Lets a gate count as a warning for a while, for an approver who says why. */
@Singleton
final class WaiverDesk {
    private final Waivers waivers;
    private final Replies replies;
    private final InstantSource clock;

    @Inject
    WaiverDesk(Waivers waivers, Replies replies, InstantSource clock) {
        this.waivers = waivers;
        this.replies = replies;
        this.clock = clock;
    }

    void waive(Asker asker, Target target, Command.Waive wanted) {
        String gate = wanted.gate().value();
        if (!Gate.WAIVABLE.contains(gate)) {
            String meant = Nearest.to(gate, Gate.WAIVABLE)
                    .map(near -> " Did you mean " + near + "?")
                    .orElse("");
            replies.refuse(
                    asker,
                    "%s cannot be waived: only what does not destroy anything can, and that is %s.%s"
                            .formatted(gate, String.join(", ", Gate.WAIVABLE), meant));
            return;
        }
        Duration length = wanted.length().orElse(Waivers.USUAL);
        if (length.compareTo(Waivers.LONGEST) > 0) {
            replies.refuse(asker, "A gate can be waived for 7 days at most. Say less, such as `for 24h`.");
            return;
        }
        var until = clock.instant().plus(length);
        waivers.grant(new Waiver(target.name(), gate, asker.person().id(), wanted.because(), until));
        replies.say(
                asker,
                Message.of(
                        Kind.NOTICE,
                        gate + " on " + target.name() + " is waived by "
                                + asker.person().name(),
                        Text.of(
                                "Until ",
                                until,
                                ": " + wanted.because() + ". If it fails it counts as a warning, for operations that "
                                        + asker.person().name() + " does not start.")));
    }
}
