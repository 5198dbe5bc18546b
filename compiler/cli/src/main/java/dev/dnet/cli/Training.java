package dev.dnet.cli;

import dev.dnet.cli.device.Machine;
import dev.dnet.cli.device.Sdk;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.runtime.WorkPool;
import dev.dnet.runtime.device.Device;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The arguments of commands that run a train block: which, on what data, with what settings.
@Command
final class Training {
    @Parameters(
            index = "0",
            paramLabel = "FILE|DIR",
            description = "a .dnet file, or a folder that holds one with a train block")
    private Path project = Path.of("");

    @Option(
            names = "--train",
            paramLabel = "NAME",
            description = "which train block, where there are several")
    private Optional<String> train = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where data files are (default: beside the .dnet file)")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "a parameter of the train block, or a setting of `run { … }`, such as"
                            + " validation=0.1")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads of the CPU (default: one for each processor)")
    private Optional<Integer> threads = Optional.empty();

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description =
                    "cpu (default), gpu, fpga, or one that `dnetc doctor` names, such as opencl:0")
    private String device = "cpu";

    /// Where it is to run.
    Device device() {
        return Device.of(device);
    }

    /// Runs the whole command in a virtual machine that has devices, if it asks for one and this
    /// has none; gives its exit code then.
    Optional<Integer> elsewhere(Io io) throws IOException {
        if (device().isCpu() || Machine.folder().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                Machine.run(
                        Sdk.require().argumentsFor(device()),
                        Main.class,
                        io.arguments(),
                        Terminal.interactive(),
                        io.out(),
                        io.err()));
    }

    /// Refuses what cannot be meant.
    void requireSense(Io io) {
        io.require(
                threads.isEmpty() || threads.get() > 0 && threads.get() <= WorkPool.MOST_THREADS,
                "--threads must be from 1 to " + WorkPool.MOST_THREADS);
        io.require(
                threads.isEmpty() || device().isCpu(),
                "--threads does not go with --device: those are threads of the CPU");
    }

    /// Compiles the block.
    TrainBuild build(Io io) {
        return build(io, Map.of());
    }

    /// The same with more values for its parameters.
    TrainBuild build(Io io, Map<String, String> more) {
        var given = new LinkedHashMap<>(settings);
        given.putAll(more);
        var diagnostics = new Diagnostics();
        var build = TrainBuild.of(ProjectFile.training(project), train, given, diagnostics);
        io.show(diagnostics);
        return build;
    }

    /// The settings of the block, but for those that are given here.
    RunSettings run(TrainBuild build, Map<String, String> more) {
        var given = new LinkedHashMap<>(settings);
        given.putAll(more);
        given.keySet().removeAll(build.arguments());
        return RunSettings.of(build.settings().run(), given);
    }

    /// Whether a folder of data is named.
    boolean namesData() {
        return data.isPresent();
    }

    /// Where data files are.
    Path base(TrainBuild build) {
        return data.orElse(build.file().folder());
    }

    /// New threads, for the caller to end.
    WorkPool pool() {
        return new WorkPool(threads.orElseGet(WorkPool::defaultThreads));
    }
}
