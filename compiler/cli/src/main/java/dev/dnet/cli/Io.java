package dev.dnet.cli;

import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.diagnostic.TextRenderer;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;

/// What every command has: where it prints, and how it refuses misuse.
@Command
final class Io {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /// What the command line says, from the name of the command on.
    List<String> arguments() {
        return spec.root().commandLine().getParseResult().originalArgs();
    }

    /// Shows warnings; errors end the command.
    void show(Diagnostics diagnostics) {
        TrainBuild.refuse(diagnostics);
        err().print(new TextRenderer(Terminal.colours()).render(diagnostics.sorted()));
        err().flush();
    }

    /// Ends the command as misused unless the condition holds.
    void require(boolean condition, String message) {
        if (!condition) {
            throw new CommandLine.ParameterException(spec.commandLine(), message);
        }
    }
}
