package dev.dnet.compiler.syntax;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.source.Span;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The text of a file, and where it stops being UTF-8.
record Encoding(Source source, Optional<Diagnostic> error) {
    private static final String MARK = "\uFEFF";

    static Encoding read(String name, byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length + 1);
        var result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        var good = out.flip().toString();
        if (result.isUnderflow()) {
            return new Encoding(new Source(name, withoutMark(good)), Optional.empty());
        }
        int wrong = bytes[in.position()] & 0xff;
        var source = new Source(name, good + "\uFFFD");
        return new Encoding(source, Optional.of(error(source, wrong)));
    }

    private static Diagnostic error(Source source, int wrong) {
        int at = source.text().length() - 1;
        return Diagnostic.error(
                        "syntax/encoding",
                        new Span(source, at, at + 1),
                        "the byte %02x here is no UTF-8".formatted(wrong))
                .help("save the file as UTF-8");
    }

    /// Some editors put a mark in front that says nothing.
    private static String withoutMark(String text) {
        return text.startsWith(MARK) ? text.substring(1) : text;
    }
}
