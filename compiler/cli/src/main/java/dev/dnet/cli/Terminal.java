package dev.dnet.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What is known of the place that output goes to.
final class Terminal {
    private static final int WIDTH = 80;

    private Terminal() {}

    /// Whether a person looks on.
    static boolean interactive() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    /// Whether messages may have colours: on a terminal, unless `NO_COLOR` is set.
    static boolean colours() {
        return interactive() && System.getenv("NO_COLOR") == null;
    }

    /// Columns, as `stty` knows them.
    static int width() {
        try {
            var stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(ProcessBuilder.Redirect.INHERIT)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            var text =
                    new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                            .strip();
            stty.waitFor(1, TimeUnit.SECONDS);
            return text.matches("\\d+ [1-9]\\d{0,4}")
                    ? Integer.parseInt(text.substring(text.indexOf(' ') + 1))
                    : WIDTH;
        } catch (IOException e) {
            return WIDTH;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return WIDTH;
        }
    }
}
