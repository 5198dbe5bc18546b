package dev.dnet.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// A JDK on this machine. `release` is the text of the file that says which.
record Jdk(Path home, String release) {
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    /// The JDK with this home, if there is one.
    static Optional<Jdk> at(Path home) {
        var release = home.resolve("release");
        if (!Files.isRegularFile(release)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Jdk(home, Files.readString(release)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// 25 for 25.0.1.
    int feature() {
        var version = VERSION.matcher(release);
        return version.find() ? Integer.parseInt(version.group(1)) : 0;
    }

    boolean hasCompiler() {
        return release.contains("jdk.compiler");
    }

    Path java() {
        var windows = home.resolve("bin").resolve("java.exe");
        return Files.isRegularFile(windows) ? windows : home.resolve("bin").resolve("java");
    }
}
