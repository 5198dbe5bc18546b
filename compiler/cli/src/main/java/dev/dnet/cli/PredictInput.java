package dev.dnet.cli;

import dev.dnet.compiler.ir.Program;
import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.data.BatchField;
import dev.dnet.runtime.data.DataSet;
import dev.dnet.runtime.data.ImageFolder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Makes a batch of one for the input of a model.
record PredictInput(Io io, Trained.Loaded loaded, Program.Parameter parameter) {

    /// A batch of one, with what its classes are called and what it is labelled as, where that is
    /// known.
    record Given(Tensor tensor, List<String> classes, Optional<String> label) {}

    /// One example of the program's data.
    Given example(int index, Optional<String> part) {
        try (var data = loaded.part(part.orElseGet(loaded::bestPart))) {
            if (index < 0 || index >= data.size()) {
                throw new DnetException(
                        "cli/index",
                        "example %d is asked for".formatted(index),
                        "a number from 0 to " + (data.size() - 1),
                        "choose one of them");
            }
            var batch = read(data, index);
            int input = field(data.fields());
            return new Given(batch.get(input), data.classes(), label(data, batch));
        }
    }

    /// A picture, read as pictures of a folder are.
    Given picture(Path picture) {
        var shape = sizes();
        if (shape.size() != 3 || shape.get(0) != 1 && shape.get(0) != 3) {
            throw wrong(
                    "a picture is given", "an input like f32[N, 3, 64, 64] or f32[N, 1, 28, 28]");
        }
        if (!Files.isRegularFile(picture)) {
            throw new DnetException(
                    "data/missing-file", "there is no " + picture, "a picture", "check the path");
        }
        var channels = shape.get(0) == 1 ? ImageFolder.Channels.GREY : ImageFolder.Channels.RGB;
        var folder = folderOf(picture);
        try (var data =
                ImageFolder.open(
                        folder,
                        Math.toIntExact(shape.get(1)),
                        Math.toIntExact(shape.get(2)),
                        channels)) {
            return new Given(read(data, 0).getFirst(), classes(), Optional.empty());
        } finally {
            remove(folder);
        }
    }

    /// Numbers from the command line.
    Given values(List<Double> values) {
        var field = new BatchField(parameter.name(), parameter.type().element(), sizes());
        if (field.count() != values.size()) {
            throw wrong(values.size() + " numbers are given", field.count() + " numbers");
        }
        var tensor = field.batch(1);
        for (int i = 0; i < values.size(); i++) {
            put(tensor.reshape(values.size()), i, values.get(i));
        }
        return new Given(tensor, classes(), Optional.empty());
    }

    private static void put(Tensor flat, long place, double value) {
        switch (flat.type()) {
            case F32, F16, BF16 -> flat.setFloat((float) value, place);
            case F64 -> flat.setDouble(value, place);
            case I32 -> flat.setInt((int) value, place);
            case I64 -> flat.setLong((long) value, place);
            case BOOL -> flat.setBoolean(value != 0, place);
        }
    }

    private static List<Tensor> read(DataSet data, int index) {
        var batch = new ArrayList<Tensor>();
        data.fields().forEach(f -> batch.add(f.batch(1)));
        data.read(index, batch, 0);
        return batch;
    }

    /// The field with the type of the input.
    private int field(List<BatchField> fields) {
        var wanted = sizes();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).type() == parameter.type().element()
                    && fields.get(i).shape().equals(wanted)) {
                return i;
            }
        }
        throw wrong("the data has " + fields, "a field of this type");
    }

    private static Optional<String> label(DataSet data, List<Tensor> batch) {
        for (int i = 0; i < batch.size(); i++) {
            var field = data.fields().get(i);
            if (field.type() == ElementType.I32
                    && field.shape().isEmpty()
                    && !data.classes().isEmpty()) {
                int label = batch.get(i).getInt(0);
                return label >= 0 && label < data.classes().size()
                        ? Optional.of(data.classes().get(label))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /// The names of classes come with the data; without it they have none.
    private List<String> classes() {
        try (var data = loaded.part("train")) {
            return data.classes();
        } catch (DnetException withoutData) {
            return unnamed(withoutData.found());
        } catch (Rejected withoutData) {
            return unnamed(String.valueOf(withoutData.getMessage()));
        }
    }

    private List<String> unnamed(String why) {
        io.err().println("classes have no names here: " + why);
        io.err().flush();
        return List.of();
    }

    /// The sizes of one example; the first axis counts examples.
    private List<Long> sizes() {
        var shape = parameter.type().shape().sizes();
        if (shape.isEmpty() || !shape.stream().skip(1).allMatch(s -> s.isConstant())) {
            throw wrong(
                    "its sizes are not all numbers",
                    "an input whose first axis counts examples and whose others are numbers");
        }
        return shape.stream().skip(1).map(s -> s.value()).toList();
    }

    private DnetException wrong(String found, String expected) {
        return new DnetException(
                "cli/input",
                "the model takes %s: %s, but %s"
                        .formatted(parameter.name(), parameter.type(), found),
                expected,
                "give another kind of input, or call the generated class from Java");
    }

    private static Path folderOf(Path picture) {
        try {
            var folder = Files.createTempDirectory("dnet-predict");
            var inside = Files.createDirectory(folder.resolve("picture"));
            var name = picture.getFileName();
            Files.copy(picture, inside.resolve(name == null ? "picture.png" : name.toString()));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
