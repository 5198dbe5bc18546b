package dev.dnet.runtime.data;

import dev.dnet.runtime.DnetException;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A file in the IDX format of the MNIST family, plain or gzip: two zero bytes, a type, the number
/// of axes, the sizes, and then the numbers.
final class IdxFile {
    private static final int UNSIGNED_BYTE = 8;

    private final Path path;
    private final List<Integer> shape;
    private final byte[] bytes;
    private final int start;
    private final int each;

    private IdxFile(Path path, List<Integer> shape, byte[] bytes) {
        this.path = path;
        this.shape = shape;
        this.bytes = bytes;
        start = 4 + 4 * shape.size();
        each = shape.stream().skip(1).reduce(1, (a, b) -> a * b);
    }

    static IdxFile read(Path path) {
        byte[] bytes = DataFiles.read(path);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (bytes.length < 4) {
            throw DataFiles.truncated(path, bytes.length + " bytes", "a header of 4 and more");
        }
        int magic = buffer.getInt();
        int rank = magic & 0xff;
        if (magic >>> 8 != UNSIGNED_BYTE || rank < 1 || rank > 4) {
            throw badHeader(path, magic);
        }
        if (buffer.remaining() < 4 * rank) {
            throw DataFiles.truncated(
                    path, bytes.length + " bytes", "a header of " + rank + " axes");
        }
        int[] shape = new int[rank];
        buffer.asIntBuffer().get(shape);
        IdxFile file = new IdxFile(path, Arrays.stream(shape).boxed().toList(), bytes);
        file.requireLength();
        return file;
    }

    int count() {
        return shape.getFirst();
    }

    /// Numbers of one example.
    int each() {
        return each;
    }

    List<Integer> shape() {
        return shape;
    }

    byte[] bytes() {
        return bytes;
    }

    /// Where in `bytes` an example begins.
    int at(int example) {
        return start + example * each;
    }

    int value(int example, int place) {
        return bytes[at(example) + place] & 0xff;
    }

    private void requireLength() {
        double needed = shape.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b);
        boolean negative = shape.stream().anyMatch(size -> size < 0);
        int there = bytes.length - start;
        if (negative || there < needed) {
            throw DataFiles.truncated(
                    path,
                    there + " bytes follow its header",
                    shape.stream().map(Object::toString).collect(Collectors.joining(" x "))
                            + " bytes, as the header says");
        }
    }

    private static DnetException badHeader(Path path, int magic) {
        return new DnetException(
                "data/idx-header",
                "%s begins with %08x".formatted(path, magic),
                "0000080n, the IDX header of unsigned bytes with n axes",
                "give an IDX file of the MNIST family; check the path");
    }
}
