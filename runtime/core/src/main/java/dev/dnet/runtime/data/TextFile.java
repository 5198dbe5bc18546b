package dev.dnet.runtime.data;

import dev.dnet.runtime.DnetException;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A file of UTF-8, plain or gzip.
final class TextFile {
    private TextFile() {}

    /// Its text; bytes that are no UTF-8 are refused.
    static String read(Path path) {
        ByteBuffer bytes = ByteBuffer.wrap(DataFiles.read(path));
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true);
        if (result.isError()) {
            throw new DnetException(
                    "data/encoding",
                    "byte %d of %s, %02x, is no UTF-8"
                            .formatted(bytes.position(), path, bytes.get(bytes.position()) & 0xff),
                    "a text in UTF-8",
                    "convert the file, or read it as `unit: \"bytes\"`");
        }
        return text.flip().toString();
    }
}
