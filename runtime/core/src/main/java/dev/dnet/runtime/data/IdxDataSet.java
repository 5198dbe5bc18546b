package dev.dnet.runtime.data;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Tensor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// Pictures and labels of the MNIST family: `image`, f32 from 0 to 1 with a channel in front, and
/// `label`, i32.
public final class IdxDataSet implements DataSet {
    private final IdxFile images;
    private final IdxFile labels;
    private final List<BatchField> fields;
    private final List<String> classes;

    private IdxDataSet(IdxFile images, IdxFile labels) {
        this.images = images;
        this.labels = labels;
        fields =
                List.of(
                        BatchField.of("image", ElementType.F32, imageShape(images.shape())),
                        BatchField.of("label", ElementType.I32));
        int last = IntStream.range(0, labels.count()).map(i -> labels.value(i, 0)).max().orElse(-1);
        classes = IntStream.rangeClosed(0, last).mapToObj(Integer::toString).toList();
    }

    /// Reads a file of pictures and the file of their labels.
    public static IdxDataSet open(Path images, Path labels) {
        IdxFile pictures = IdxFile.read(images);
        IdxFile numbers = IdxFile.read(labels);
        if (pictures.count() != numbers.count() || numbers.shape().size() != 1) {
            throw new DnetException(
                    "data/count",
                    "%s has %d examples, %s has shape %s"
                            .formatted(images, pictures.count(), labels, numbers.shape()),
                    "one label for each picture",
                    "give the two files that belong together");
        }
        return new IdxDataSet(pictures, numbers);
    }

    /// Reads `train-images-idx3-ubyte` and its labels from a folder, plain or with `.gz`.
    public static IdxDataSet train(Path folder) {
        return open(folder, "train");
    }

    /// Reads `t10k-images-idx3-ubyte` and its labels from a folder, plain or with `.gz`.
    public static IdxDataSet test(Path folder) {
        return open(folder, "t10k");
    }

    @Override
    public int size() {
        return images.count();
    }

    @Override
    public List<BatchField> fields() {
        return fields;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public void read(int example, List<Tensor> batch, int row) {
        int each = images.each();
        Pixels.toFloats(images.bytes(), images.at(example), each, batch.get(0).segment(), row);
        Pixels.label(labels.value(example, 0), batch.get(1).segment(), row);
    }

    private static IdxDataSet open(Path folder, String part) {
        return open(
                find(folder, part + "-images-idx3-ubyte"),
                find(folder, part + "-labels-idx1-ubyte"));
    }

    private static Path find(Path folder, String name) {
        for (String ending : List.of("", ".gz")) {
            Path path = folder.resolve(name + ending);
            if (Files.isRegularFile(path)) {
                return path;
            }
        }
        throw DataFiles.missing(folder.resolve(name), "this file or the same with .gz");
    }

    private static long[] imageShape(List<Integer> shape) {
        long[] each = shape.stream().skip(1).mapToLong(Integer::longValue).toArray();
        return each.length == 2 ? new long[] {1, each[0], each[1]} : each;
    }
}
