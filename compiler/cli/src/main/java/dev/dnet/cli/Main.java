package dev.dnet.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.PrintWriter;

/// Where `dnetc` starts. Exit codes: 0 done, 1 the user's program or data is wrong, 2 misuse.
@Command(
        name = "dnetc",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Compiles and trains dnet programs.",
        subcommands = {
            NewCommand.class,
            CheckCommand.class,
            BuildCommand.class,
            EmitCommand.class,
            TrainCommand.class,
            EvalCommand.class,
            CrossvalCommand.class,
            SearchCommand.class,
            PredictCommand.class,
            SummaryCommand.class,
            GradcheckCommand.class,
            SurfaceCommand.class,
            DocCommand.class,
            DoctorCommand.class,
            DeviceArgsCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /// Runs the command that the arguments name and exits with its code.
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /// Runs a command in this process, for tests; returns the exit code.
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return commandLine().setOut(out).setErr(err).execute(args);
    }

    /// The whole command line, for tests too.
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler(new Errors())
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /// Without a command there is nothing to do.
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
