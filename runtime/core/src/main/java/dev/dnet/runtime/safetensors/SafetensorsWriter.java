package dev.dnet.runtime.safetensors;

import dev.dnet.runtime.AtomicFile;
import dev.dnet.runtime.Tensor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Writes tensors to a safetensors file, whole or not at all: the file at the path is the old one
/// or the new one, whatever happens in between.
public final class SafetensorsWriter {
    private static final int CHUNK = 1 << 20;

    private SafetensorsWriter() {}

    /// Writes the tensors under their names, the widest elements first so that all are aligned.
    public static void write(
            Path path,
            SequencedMap<String, Tensor> tensors,
            SequencedMap<String, String> metadata) {
        List<Map.Entry<String, Tensor>> inOrder = List.copyOf(tensors.sequencedEntrySet());
        List<Map.Entry<String, Tensor>> sorted =
                inOrder.stream()
                        .sorted(Comparator.comparingInt(entry -> -entry.getValue().type().bytes()))
                        .toList();
        byte[] header = padded(header(sorted, metadata));
        AtomicFile.write(path, channel -> writeAll(channel, header, sorted));
    }

    private static void writeAll(
            FileChannel channel, byte[] header, List<Map.Entry<String, Tensor>> tensors)
            throws IOException {
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        writeFully(channel, length.putLong(header.length).flip());
        writeFully(channel, ByteBuffer.wrap(header));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment chunk = arena.allocate(CHUNK, 8);
            for (Map.Entry<String, Tensor> entry : tensors) {
                writeTensor(channel, entry.getValue(), chunk);
            }
        }
    }

    private static void writeTensor(FileChannel channel, Tensor tensor, MemorySegment chunk)
            throws IOException {
        int bytes = tensor.type().bytes();
        long most = CHUNK / bytes;
        for (long first = 0; first < tensor.count(); first += most) {
            long count = Math.min(most, tensor.count() - first);
            Decoding.encode(tensor, first, count, chunk);
            writeFully(channel, chunk.asSlice(0, count * bytes).asByteBuffer());
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /// Blanks at the end, so that the tensors start at a multiple of 64.
    private static byte[] padded(String header) {
        int bytes = header.getBytes(StandardCharsets.UTF_8).length;
        int blanks = (Tensor.ALIGNMENT - (8 + bytes) % Tensor.ALIGNMENT) % Tensor.ALIGNMENT;
        return (header + " ".repeat(blanks)).getBytes(StandardCharsets.UTF_8);
    }

    private static String header(
            List<Map.Entry<String, Tensor>> tensors, SequencedMap<String, String> metadata) {
        StringBuilder json = new StringBuilder("{");
        if (!metadata.isEmpty()) {
            json.append(
                    metadata.sequencedEntrySet().stream()
                            .map(entry -> quoted(entry.getKey()) + ":" + quoted(entry.getValue()))
                            .collect(Collectors.joining(",", "\"__metadata__\":{", "}")));
        }
        long begin = 0;
        for (Map.Entry<String, Tensor> entry : tensors) {
            json.append(json.length() == 1 ? "" : ",");
            long end = begin + entry.getValue().bytes();
            json.append(member(entry.getKey(), entry.getValue(), begin, end));
            begin = end;
        }
        return json.append('}').toString();
    }

    private static String member(String name, Tensor tensor, long begin, long end) {
        String shape =
                Arrays.stream(tensor.shape())
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining(","));
        return "%s:{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
                .formatted(quoted(name), tensor.type().safetensorsName(), shape, begin, end);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
