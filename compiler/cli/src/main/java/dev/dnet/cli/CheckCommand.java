package dev.dnet.cli;

import dev.dnet.compiler.diagnostic.JsonRenderer;
import dev.dnet.compiler.diagnostic.Renderer;
import dev.dnet.compiler.diagnostic.ShortRenderer;
import dev.dnet.compiler.diagnostic.TextRenderer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/// `dnetc check`: names, types, shapes and gradients, without code.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Reports every error of a file, or of all files of a folder.")
final class CheckCommand implements Callable<Integer> {
    @Mixin private Io io = new Io();

    @Parameters(paramLabel = "FILE|DIR", description = "what to check")
    private Path project = Path.of("");

    @Option(names = "--json", description = "a JSON array of diagnostics")
    private boolean json;

    @Option(names = "--short", description = "one line for each diagnostic")
    private boolean brief;

    @Override
    public Integer call() {
        var programs = Programs.of(project, List.of());
        var diagnostics = programs.diagnostics();
        for (var program : programs.elaboration().programs()) {
            programs.compiler().optimise(program, diagnostics);
        }
        var text = renderer().render(diagnostics.sorted());
        (json ? io.out() : io.err()).print(text);
        if (!json && !brief && !diagnostics.hasErrors()) {
            io.out()
                    .println(
                            "%d programs in %d files are right"
                                    .formatted(
                                            programs.elaboration().programs().size(),
                                            programs.files().size()));
        }
        io.out().flush();
        io.err().flush();
        return diagnostics.hasErrors() ? Errors.USER : 0;
    }

    private Renderer renderer() {
        if (json) {
            return new JsonRenderer();
        }
        return brief ? new ShortRenderer() : new TextRenderer(Terminal.colours());
    }
}
