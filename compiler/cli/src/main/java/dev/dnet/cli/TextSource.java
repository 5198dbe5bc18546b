package dev.dnet.cli;

import dev.dnet.compiler.elaborate.TrainSettings.DataSource;
import dev.dnet.runtime.data.DataSet;
import dev.dnet.runtime.data.TextDataSet;
import dev.dnet.runtime.data.Vocabulary;

import java.nio.file.Path;
import java.util.List;

/// Opens `text("file.txt", length: 64)`.
///
/// @param base where relative file names start
record TextSource(Path base, DataSource source) {
    private static final List<String> NAMES =
            List.of("file", "length", "unit", "vocabulary", "like", "from", "to");
    private static final int BYTES = 256;

    DataSet open() {
        var arguments = new SourceArguments(source, NAMES);
        arguments.requireOnly(NAMES);
        long length = arguments.integer("length");
        if (length < 1 || length > 1 << 24) {
            throw arguments.kind("length", "a number of tokens from 1 to " + (1 << 24));
        }
        double from = share(arguments, "from", 0);
        double to = share(arguments, "to", 1);
        if (from >= to) {
            throw arguments.kind("to", "a share above `from`");
        }
        var file = base.resolve(arguments.text("file"));
        return TextDataSet.read(file, vocabulary(file, arguments), (int) length, from, to);
    }

    private static double share(SourceArguments arguments, String name, double other) {
        double share = arguments.optionalNumber(name).orElse(other);
        if (!(share >= 0 && share <= 1)) {
            throw arguments.kind(name, "a share of the text from 0 to 1");
        }
        return share;
    }

    /// Of the file itself, unless `like` names another one.
    private Vocabulary vocabulary(Path file, SourceArguments arguments) {
        var like = arguments.optionalText("like").map(base::resolve).orElse(file);
        return switch (arguments.optionalText("unit").orElse("bytes")) {
            case "bytes" -> bytes(arguments);
            case "characters" -> Vocabulary.characters(like, size(arguments));
            case "words" -> Vocabulary.words(like, size(arguments));
            default -> throw arguments.kind("unit", "\"bytes\", \"characters\" or \"words\"");
        };
    }

    private static Vocabulary bytes(SourceArguments arguments) {
        if (arguments.optionalInteger("vocabulary").orElse(BYTES) != BYTES
                || arguments.optionalText("like").isPresent()) {
            throw arguments.kind("vocabulary", "256 where the unit is bytes, and no `like`");
        }
        return Vocabulary.bytes();
    }

    private static int size(SourceArguments arguments) {
        long size = arguments.integer("vocabulary");
        if (size < 1 || size > Integer.MAX_VALUE) {
            throw arguments.kind("vocabulary", "a number of tokens: 1 or more");
        }
        return (int) size;
    }
}
