package dev.dnet.runtime.safetensors;

import dev.dnet.runtime.DnetException;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// As much of JSON as headers use: objects, strings, lists of integers.
final class JsonText {
    private static final int LONGEST_INTEGER = 18;

    private final String file;
    private final String text;
    private int at;

    JsonText(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /// Reads an object; `member` is called at each value with its key.
    void object(Consumer<String> member) {
        expect('{');
        if (!accept('}')) {
            do {
                String key = string();
                expect(':');
                member.accept(key);
            } while (accept(','));
            expect('}');
        }
    }

    List<Long> integers() {
        List<Long> values = new ArrayList<>();
        expect('[');
        if (!accept(']')) {
            do {
                values.add(integer());
            } while (accept(','));
            expect(']');
        }
        return values;
    }

    String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                return value.toString();
            }
            if (c < ' ') {
                throw wrong("a control character in a string", "an escape such as \\n");
            }
            value.append(c == '\\' ? escape() : c);
        }
    }

    /// Only blanks may follow.
    void end() {
        skipBlanks();
        if (at < text.length()) {
            throw wrong(shown(), "the end of the header");
        }
    }

    DnetException wrong(String found, String expected) {
        return new DnetException(
                "safetensors/header",
                "%s: the header has %s at character %d".formatted(file, found, at),
                expected,
                "the file is damaged or no safetensors file; get it again from its source");
    }

    private long integer() {
        skipBlanks();
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start || at - start > LONGEST_INTEGER) {
            throw wrong(shown(), "an integer of at most 18 digits");
        }
        return Long.parseLong(text, start, at, 10);
    }

    private char escape() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("the escape \\" + c, "an escape of JSON");
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw wrong("a bad \\u escape", "four hexadecimal digits");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private char next() {
        if (at >= text.length()) {
            throw wrong("its end", "the rest of a string");
        }
        return text.charAt(at++);
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw wrong(shown(), "'" + c + "'");
        }
    }

    private boolean accept(char c) {
        skipBlanks();
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private String shown() {
        return at < text.length() ? "'" + text.charAt(at) + "'" : "its end";
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
