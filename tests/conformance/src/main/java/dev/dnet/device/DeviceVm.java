package dev.dnet.device;

import dev.dnet.cli.device.DeviceClasses;
import dev.dnet.cli.device.Sdk;
import dev.dnet.compiler.codegen.tornado.DeviceKind;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A virtual machine that runs emitted classes with a backend of TornadoVM.
///
/// @param kind what kernels are written for
/// @param flags beside those that TornadoVM needs
/// @param folder for class files and what the two machines tell each other
record DeviceVm(Sdk sdk, String backend, DeviceKind kind, List<String> flags, Path folder) {
    /// After so many machines in a row that ran nothing, no other one will.
    private static final int IDLE = 3;

    DeviceVm {
        flags = List.copyOf(flags);
    }

    /// What came of a case.
    ///
    /// @param error empty where it ran
    /// @param printed while it ran
    /// @param kernels the names of its kernels
    /// @param variables of its program, behind the last call
    record Ran(
            String error,
            String printed,
            List<String> kernels,
            List<byte[]> results,
            Map<String, byte[]> variables) {

        static Ran failed(String error) {
            return new Ran(error, "", List.of(), List.of(), Map.of());
        }
    }

    /// What came of all cases, in their order. A machine that ends before its time is the error of
    /// the program that it ran, and another one runs those behind it.
    List<Ran> run(List<DeviceBatch> batches) throws IOException, InterruptedException {
        if (batches.isEmpty()) {
            return List.of();
        }
        var files = Files.createTempDirectory(folder, "run");
        var sources = batches.stream().flatMap(b -> b.sources().stream()).toList();
        DeviceClasses.compile(sdk, sources, files);
        var all = new ArrayList<Ran>();
        int idle = 0;
        for (int done = 0; done < batches.size(); ) {
            var rest = batches.subList(done, batches.size());
            int code = start(files, rest);
            var ran = read(files, rest);
            ran.forEach(all::addAll);
            done += ran.size();
            idle = ran.isEmpty() ? idle + 1 : 0;
            if (done < batches.size()) {
                var log = Files.readString(files.resolve("log"));
                var failed = Ran.failed("the virtual machine ended with " + code + ":\n" + log);
                int next = idle < IDLE ? done + 1 : batches.size();
                for (var batch : batches.subList(done, next)) {
                    batch.cases().forEach(c -> all.add(failed));
                }
                done = next;
            }
        }
        return all;
    }

    private int start(Path files, List<DeviceBatch> batches)
            throws IOException, InterruptedException {
        var in = files.resolve("programs");
        try (var out = new DataOutputStream(Files.newOutputStream(in))) {
            out.writeInt(batches.size());
            for (var batch : batches) {
                batch.write(out);
            }
        }
        Files.deleteIfExists(files.resolve("results"));
        var more =
                List.of(
                        "-D" + DeviceMain.BACKEND + "=" + backend,
                        // It ends too early to gain by the second compiler.
                        "-XX:TieredStopAtLevel=1");
        var arguments = List.of(in.toString(), files.resolve("results").toString());
        return java(files, more, DeviceMain.class.getName(), arguments)
                .redirectErrorStream(true)
                .redirectOutput(files.resolve("log").toFile())
                .start()
                .waitFor();
    }

    /// Runs a class of those in the folder to its end, with more variables of the environment.
    /// Gives what it prints, and where it fails what it says of that.
    String run(String main, List<String> arguments, Map<String, String> environment)
            throws IOException, InterruptedException {
        var errors = folder.resolve("errors");
        var builder = java(folder, List.of(), main, arguments).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? printed : printed + Files.readString(errors);
    }

    private ProcessBuilder java(
            Path classes, List<String> more, String main, List<String> arguments)
            throws IOException {
        var all = new ArrayList<>(sdk.arguments(List.of(backend)));
        all.addAll(more);
        all.addAll(flags);
        all.add("-cp");
        all.add(classes + File.pathSeparator + System.getProperty("java.class.path"));
        var file = classes.resolve("flags");
        Files.write(file, all.stream().map(Sdk::quoted).toList());
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + file);
        command.add(main);
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /// Those of whole programs.
    private static List<List<Ran>> read(Path files, List<DeviceBatch> batches) throws IOException {
        var all = new ArrayList<List<Ran>>();
        var file = files.resolve("results");
        if (!Files.exists(file)) {
            return all;
        }
        try (var in = new DataInputStream(Files.newInputStream(file))) {
            while (all.size() < batches.size()) {
                all.add(batches.get(all.size()).read(in));
            }
        } catch (EOFException e) {
            // The machine ended within a program.
            return all;
        }
        return all;
    }
}
