package dev.dnet.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Where `dnetc` starts.
@Command(
        name = "dnetc",
        mixinStandardHelpOptions = true,
        description = "Compiles and trains dnet programs.")
public final class Main {
    private Main() {}

    /// Parses the arguments, runs the command that they name and exits with its code: 0 done, 1 the
    /// user's error, 2 misuse.
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
