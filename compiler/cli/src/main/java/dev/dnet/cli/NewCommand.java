package dev.dnet.cli;

import dev.dnet.runtime.DnetException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

/// `dnetc new`: a small project that trains at once.
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        description = "Makes a folder with a small program to start from.")
final class NewCommand implements Callable<Integer> {
    private static final String TEMPLATE = "template.dnet";

    @Mixin private Io io = new Io();

    @Parameters(
            paramLabel = "NAME",
            description = "the folder, which names the package too: letters, digits and _")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws IOException {
        var last = folder.getFileName();
        var name = last == null ? "" : last.toString();
        io.require(
                name.matches("[a-z][a-z0-9_]*"),
                "a package is named by small letters, digits and _, a letter first");
        if (Files.exists(folder)) {
            throw new DnetException(
                    "cli/exists",
                    folder + " exists",
                    "a new folder",
                    "choose another name, or remove it");
        }
        Files.createDirectories(folder);
        var file = folder.resolve(name + ".dnet");
        Files.writeString(file, template().replace("PACKAGE", name).replace("TRAIN", title(name)));
        io.out().println("made " + file);
        io.out().println("train it with: dnetc train " + folder);
        io.out().flush();
        return 0;
    }

    private static String title(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static String template() throws IOException {
        try (var in = NewCommand.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) {
                throw new IllegalStateException(TEMPLATE + " is not packed");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
