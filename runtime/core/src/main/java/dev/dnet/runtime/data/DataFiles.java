package dev.dnet.runtime.data;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.IoReason;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// Whole data files as bytes, with named errors.
final class DataFiles {
    private DataFiles() {}

    /// The bytes of a file, unpacked if they are gzip's.
    static byte[] read(Path path) {
        requireFile(path);
        try {
            byte[] bytes = Files.readAllBytes(path);
            return isGzip(bytes) ? unpack(bytes) : bytes;
        } catch (EOFException e) {
            throw truncated(path, "it ends inside its gzip data", "the whole of it", e);
        } catch (IOException e) {
            throw unreadable(path, e);
        } catch (OutOfMemoryError e) {
            throw new DnetException(
                    "data/too-large",
                    path + " does not fit into memory",
                    "a file below 2 GB that the heap can hold",
                    "raise -Xmx, or split the file",
                    e);
        }
    }

    static void requireFile(Path path) {
        if (!Files.isRegularFile(path)) {
            throw missing(path, "a file");
        }
    }

    static DnetException missing(Path path, String expected) {
        return new DnetException(
                "data/missing-file",
                "there is no " + path,
                expected,
                "check the path; it starts from " + Path.of("").toAbsolutePath());
    }

    static DnetException truncated(Path path, String found, String expected) {
        return truncated(path, found, expected, null);
    }

    private static DnetException truncated(
            Path path, String found, String expected, @Nullable IOException cause) {
        return new DnetException(
                "data/truncated",
                "%s is cut off: %s".formatted(path, found),
                expected,
                "copy or download the file again",
                cause);
    }

    static DnetException unreadable(Path path, IOException e) {
        return new DnetException(
                "data/unreadable",
                "%s cannot be read: %s".formatted(path, IoReason.of(e)),
                "a whole file that this user may read",
                "check its permissions, or copy or download it again",
                e);
    }

    private static boolean isGzip(byte[] bytes) {
        return bytes.length >= 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
    }

    private static byte[] unpack(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes), 1 << 16)) {
            return in.readAllBytes();
        }
    }
}
