package dev.dnet.runtime.data;

import java.util.Arrays;
import java.util.stream.Stream;

/// What one token of a text is.
public enum TextUnit {
    /// A byte of the file; there are 256.
    BYTES,
    /// A character: a code point of UTF-8.
    CHARACTERS,
    /// What stands between white space.
    WORDS;

    /// The tokens of a text, in order.
    Stream<String> pieces(String text) {
        return switch (this) {
            case BYTES -> throw new IllegalStateException("bytes are no text");
            case CHARACTERS -> text.codePoints().mapToObj(Character::toString);
            case WORDS -> Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty());
        };
    }
}
