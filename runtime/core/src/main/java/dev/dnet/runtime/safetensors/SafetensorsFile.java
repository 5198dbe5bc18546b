package dev.dnet.runtime.safetensors;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.IoReason;
import dev.dnet.runtime.Tensor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;

/// A safetensors file, mapped for reading. All of the header is checked when it is opened; a tensor
/// is copied out when it is asked for.
public final class SafetensorsFile implements AutoCloseable {
    private static final int LENGTH_BYTES = 8;
    private static final long LONGEST_HEADER = 100_000_000;
    private static final ValueLayout.OfLong LENGTH =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path path;
    private final Arena arena;
    private final MemorySegment data;
    private final Header header;

    private SafetensorsFile(Path path, Arena arena, MemorySegment whole) {
        this.path = path;
        this.arena = arena;
        long headerBytes = headerBytes(path, whole);
        data = whole.asSlice(LENGTH_BYTES + headerBytes);
        String text = text(path, whole.asSlice(LENGTH_BYTES, headerBytes));
        header = HeaderReader.read(path.toString(), text).checked(path.toString(), data.byteSize());
    }

    /// Opens a file and checks its header.
    public static SafetensorsFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw missing(path);
        }
        Arena arena = Arena.ofShared();
        boolean opened = false;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment whole =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            SafetensorsFile file = new SafetensorsFile(path, arena, whole);
            opened = true;
            return file;
        } catch (IOException e) {
            throw unreadable(path, e);
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }

    /// What the header lists, in its order.
    public List<StoredTensor> tensors() {
        return header.tensors();
    }

    /// The strings of `__metadata__`.
    public SequencedMap<String, String> metadata() {
        return Collections.unmodifiableSequencedMap(header.metadata());
    }

    /// Copies one tensor out; small integers become i32.
    public Tensor load(String name) {
        return header.tensors().stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .map(this::load)
                .orElseThrow(() -> unknown(name));
    }

    /// Copies one of `tensors()` out.
    public Tensor load(StoredTensor stored) {
        Tensor tensor = Tensor.zeros(stored.type().loadedAs(), stored.dimensions());
        MemorySegment bytes = data.asSlice(stored.begin(), stored.end() - stored.begin());
        Decoding.copy(stored.type(), bytes, tensor);
        return tensor;
    }

    /// Ends the mapping.
    @Override
    public void close() {
        arena.close();
    }

    private static long headerBytes(Path path, MemorySegment whole) {
        long size = whole.byteSize();
        long bytes = size < LENGTH_BYTES ? Long.MAX_VALUE : whole.get(LENGTH, 0);
        if (size >= LENGTH_BYTES && (bytes < 2 || bytes > LONGEST_HEADER)) {
            throw new DnetException(
                    "safetensors/header",
                    "%s: the length of the header would be %s"
                            .formatted(path, Long.toUnsignedString(bytes)),
                    "2 to %d bytes".formatted(LONGEST_HEADER),
                    "this is no safetensors file; check the path");
        }
        if (bytes > size - LENGTH_BYTES) {
            throw new DnetException(
                    "safetensors/truncated",
                    "%s is cut off: it has %d bytes".formatted(path, size),
                    "at least its header",
                    "copy or download the file again");
        }
        return bytes;
    }

    private static String text(Path path, MemorySegment bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.asByteBuffer()).toString();
        } catch (CharacterCodingException e) {
            throw new DnetException(
                    "safetensors/header",
                    path + ": the header is not UTF-8",
                    "JSON in UTF-8",
                    "the file is damaged or no safetensors file; get it again from its source",
                    e);
        }
    }

    private DnetException unknown(String name) {
        return new DnetException(
                "safetensors/missing-tensor",
                "%s has no tensor '%s'".formatted(path, name),
                "one of its %d names".formatted(header.tensors().size()),
                "list the names of the file and map them with `load ... from`");
    }

    private static DnetException missing(Path path) {
        return new DnetException(
                "safetensors/missing-file",
                "there is no file " + path,
                "a safetensors file",
                "check the path; it starts from " + Path.of("").toAbsolutePath());
    }

    private static DnetException unreadable(Path path, IOException e) {
        return new DnetException(
                "safetensors/unreadable",
                "%s cannot be read: %s".formatted(path, IoReason.of(e)),
                "a file that this user may read",
                "check its permissions",
                e);
    }
}
