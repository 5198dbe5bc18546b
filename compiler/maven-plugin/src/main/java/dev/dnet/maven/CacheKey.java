package dev.dnet.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// A digest of everything that the output depends on: when it is the same, so is the output.
final class CacheKey {
    private final MessageDigest digest = sha256();

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Each part goes in with its length, so that parts cannot run into each other.
    private CacheKey part(byte[] bytes) {
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
        return this;
    }

    CacheKey text(String text) {
        return part(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The files below a folder whose name ends like this, with their paths.
    CacheKey tree(Path root, String suffix) throws IOException {
        try (var paths = Files.walk(root)) {
            var files =
                    paths.filter(p -> Files.isRegularFile(p) && p.toString().endsWith(suffix))
                            .sorted()
                            .toList();
            text(Integer.toString(files.size()));
            for (var file : files) {
                text(root.relativize(file).toString()).part(Files.readAllBytes(file));
            }
        }
        return this;
    }

    /// Jars by their content; a folder, as a module of the same build may be, by its files.
    CacheKey files(List<Path> classPath) throws IOException {
        for (var entry : classPath) {
            if (Files.isDirectory(entry)) {
                tree(entry, "");
            } else {
                part(Files.readAllBytes(entry));
            }
        }
        return this;
    }

    String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
