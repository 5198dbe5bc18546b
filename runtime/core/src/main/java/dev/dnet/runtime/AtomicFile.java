package dev.dnet.runtime;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Replaces a file in one step: written beside it, forced to the disk, then renamed over it.
public final class AtomicFile {
    /// What writes the content.
    @FunctionalInterface
    public interface Body {
        void writeTo(FileChannel channel) throws IOException;
    }

    private AtomicFile() {}

    /// Writes the file whole, or leaves what was there.
    public static void write(Path path, Body body) {
        Path target = path.toAbsolutePath();
        Path part =
                target.resolveSibling(
                        ".%s.%d.part"
                                .formatted(target.getFileName(), ProcessHandle.current().pid()));
        try {
            replace(target, part, body);
        } catch (IOException e) {
            throw new DnetException(
                    "file/write",
                    "%s cannot be written: %s".formatted(path, IoReason.of(e)),
                    "a folder that this user may write to, with room on its disk",
                    "check the folder and the free space, or choose another with --out",
                    e);
        }
    }

    private static void replace(Path target, Path part, Body body) throws IOException {
        try {
            writePart(part, body);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(target);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void writePart(Path part, Body body) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            body.writeTo(channel);
            channel.force(true);
        }
    }

    /// Makes the renaming last; Windows cannot open folders, and needs none of this.
    private static void forceFolder(Path target) throws IOException {
        Path folder = target.getParent();
        if (folder != null && !System.getProperty("os.name").startsWith("Windows")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
