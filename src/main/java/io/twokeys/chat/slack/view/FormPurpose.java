package io.twokeys.chat.slack.view;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.twokeys.chat.MessageRef;
import io.twokeys.chat.Place;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a form was opened for. It travels in the form's {@code private_metadata} and comes back with what was filled in, so that
 * any replica may take it and none has to remember it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "for")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FormPurpose.Phrase.class, name = "phrase"),
    @JsonSubTypes.Type(value = FormPurpose.InThread.class, name = "thread"),
    @JsonSubTypes.Type(value = FormPurpose.Press.class, name = "button")
})
public sealed interface FormPurpose {
    JsonMapper JSON = JsonMapper.builder().build();

    /** The command with this phrase is to be said in {@code place}. */
    record Phrase(String phrase, Place place) implements FormPurpose {}

    /** A command, typed into the form whole, is to be said in {@code place}. */
    record InThread(Place place) implements FormPurpose {}

    /** The button under {@code message} counts once the form is sent. */
    record Press(String button, MessageRef message) implements FormPurpose {}

    /** Empty for what no form of ours carries. */
    static Optional<FormPurpose> read(@Nullable String metadata) {
        try {
            return metadata == null ? Optional.empty() : Optional.of(JSON.readValue(metadata, FormPurpose.class));
        } catch (JsonProcessingException foreign) {
            return Optional.empty();
        }
    }

    default String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a purpose that cannot be written: " + this, impossible);
        }
    }

    /** Where it plays. */
    default Place place() {
        return switch (this) {
            case Phrase(String phrase, Place place) -> place;
            case InThread(Place place) -> place;
            case Press(String button, MessageRef message) -> Place.channel(message.platform(), message.channel());
        };
    }
}
