package dev.dnet.cli;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.elaborate.TrainSettings.DataSource;
import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.data.BatchField;
import dev.dnet.runtime.data.CsvDataSet;
import dev.dnet.runtime.data.CsvField;
import dev.dnet.runtime.data.CsvFormat;
import dev.dnet.runtime.data.DataSet;
import dev.dnet.runtime.data.DigitsDataSet;
import dev.dnet.runtime.data.IdxDataSet;
import dev.dnet.runtime.data.ImageFolder;
import dev.dnet.runtime.data.MoonsDataSet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Opens what `data` statements name.
///
/// @param base where relative file names start
/// @param fields the batch that the program takes
record DataSources(Path base, List<BatchField> fields) {
    private static final List<String> CSV =
            List.of("file", "label", "separator", "header", "skip_incomplete");

    /// The data with its fields named as the program does: by name where they agree, else in order.
    DataSet open(DataSource source) {
        var data = openAt(source);
        var given = data.fields().stream().map(BatchField::name).toList();
        var wanted = fields.stream().map(BatchField::name).toList();
        return given.containsAll(wanted) || given.size() != wanted.size()
                ? data
                : data.renamed(wanted);
    }

    /// Whether a source reads files.
    static boolean readsFiles(DataSource source) {
        return !Set.of("digits", "moons").contains(source.name());
    }

    /// What is wrong with the files is shown where the program names them.
    private DataSet openAt(DataSource source) {
        try {
            return openAsNamed(source);
        } catch (DnetException e) {
            throw Rejected.at(
                    source.span(),
                    e.code().equals("data/missing-file")
                            ? e.withHelp("`--data DIR` says where data files are")
                            : e);
        }
    }

    private DataSet openAsNamed(DataSource source) {
        return switch (source.name()) {
            case "digits" -> digits(source);
            case "moons" -> moons(source);
            case "idx" -> idx(source);
            case "csv" -> csv(source);
            case "images" -> images(source);
            case "text" -> new TextSource(base, source).open();
            default -> throw unknown(source);
        };
    }

    private static Rejected unknown(DataSource source) {
        return new Rejected(
                List.of(
                        Diagnostic.error(
                                        "data/unknown-source",
                                        source.span(),
                                        "there is no data source `" + source.name() + "`")
                                .help(
                                        "sources are digits(count, seed), moons(count, seed, noise),"
                                                + " idx(images, labels), csv(file, …),"
                                                + " images(folder), text(file, length, …)")));
    }

    private static DataSet digits(DataSource source) {
        var names = List.of("count", "seed");
        var arguments = new SourceArguments(source, names);
        arguments.requireOnly(names);
        return new DigitsDataSet(count(arguments), arguments.optionalInteger("seed").orElse(0));
    }

    private static DataSet moons(DataSource source) {
        var names = List.of("count", "seed", "noise");
        var arguments = new SourceArguments(source, names);
        arguments.requireOnly(names);
        double noise = arguments.optionalNumber("noise").orElse(0.05);
        if (!(noise >= 0 && noise <= 1e6)) {
            throw arguments.kind("noise", "a standard deviation: 0 or more");
        }
        long seed = arguments.optionalInteger("seed").orElse(0);
        return new MoonsDataSet(count(arguments), seed, noise);
    }

    private static int count(SourceArguments arguments) {
        long count = arguments.integer("count");
        if (count < 1 || count > Integer.MAX_VALUE) {
            throw arguments.kind("count", "a number from 1 to " + Integer.MAX_VALUE);
        }
        return (int) count;
    }

    private DataSet idx(DataSource source) {
        var names = List.of("images", "labels");
        var arguments = new SourceArguments(source, names);
        arguments.requireOnly(names);
        return IdxDataSet.open(packed(arguments.text("images")), packed(arguments.text("labels")));
    }

    /// The file, or where there is none the same with `.gz`.
    private Path packed(String name) {
        var packed = base.resolve(name + ".gz");
        return !Files.exists(base.resolve(name)) && Files.exists(packed)
                ? packed
                : base.resolve(name);
    }

    private DataSet images(DataSource source) {
        var names = List.of("folder", "height", "width", "channels");
        var arguments = new SourceArguments(source, names);
        arguments.requireOnly(names);
        var shape =
                fields.stream()
                        .filter(f -> f.shape().size() == 3)
                        .findFirst()
                        .map(BatchField::shape);
        int height = size(arguments, "height", shape.map(s -> s.get(1)).orElse(0L));
        int width = size(arguments, "width", shape.map(s -> s.get(2)).orElse(0L));
        int channels = size(arguments, "channels", shape.map(s -> s.get(0)).orElse(3L));
        if (channels != 1 && channels != 3) {
            throw arguments.kind("channels", "1 (grey) or 3 (red, green, blue)");
        }
        var colours = channels == 1 ? ImageFolder.Channels.GREY : ImageFolder.Channels.RGB;
        return ImageFolder.open(base.resolve(arguments.text("folder")), height, width, colours);
    }

    private static int size(SourceArguments arguments, String name, long fromBatch) {
        long value = arguments.optionalInteger(name).orElse(fromBatch);
        if (value < 1 || value > 65_536) {
            throw arguments.kind(name, "a number of pixels from 1 to 65536");
        }
        return (int) value;
    }

    /// Columns by field, as in `csv("f.csv", x: ["a", "b"], y: "kind")`; or all columns, one of
    /// which is the label.
    private DataSet csv(DataSource source) {
        var arguments = new SourceArguments(source, CSV);
        var path = base.resolve(arguments.text("file"));
        var separator = arguments.optionalText("separator").orElse(",");
        if (separator.length() != 1) {
            throw arguments.kind("separator", "one character");
        }
        var format =
                new CsvFormat(
                        separator.charAt(0),
                        arguments.flag("header", true),
                        arguments.flag("skip_incomplete", false));
        var own =
                fields.stream()
                        .map(BatchField::name)
                        .filter(n -> arguments.names().contains(n))
                        .toList();
        if (Set.copyOf(own).equals(Set.of("label")) || own.isEmpty()) {
            arguments.requireOnly(CSV);
            return CsvDataSet.read(path, format, arguments.text("label"));
        }
        var names = new ArrayList<>(CSV);
        names.addAll(own);
        arguments.requireOnly(names);
        return CsvDataSet.read(
                path, format, fields.stream().map(f -> column(f, arguments)).toList());
    }

    private static CsvField column(BatchField field, SourceArguments arguments) {
        var columns = arguments.texts(field.name());
        if (!field.shape().isEmpty()) {
            return new CsvField.Numbers(field.name(), field.type(), columns);
        }
        if (columns.size() != 1) {
            throw arguments.kind(
                    field.name(),
                    "one column, because " + field + " is one number for each example");
        }
        return field.type() == ElementType.I32
                ? new CsvField.Classes(field.name(), columns.getFirst())
                : new CsvField.Scalar(field.name(), field.type(), columns.getFirst());
    }
}
