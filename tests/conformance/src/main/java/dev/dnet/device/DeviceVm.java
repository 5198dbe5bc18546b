package dev.dnet.device;

import dev.dnet.cli.device.DeviceClasses;
import dev.dnet.cli.device.Sdk;
import dev.dnet.compiler.codegen.tornado.DeviceKind;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
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
        var all = new ArrayList<>(sdk.arguments(List.of(backend)));
        all.add("-D" + DeviceMain.BACKEND + "=" + backend);
        // It ends too early to gain by the second compiler.
        all.add("-XX:TieredStopAtLevel=1");
        all.addAll(flags);
        var flagFile = Files.write(files.resolve("flags"), all);
        var own = System.getProperty("java.class.path");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + flagFile,
                        "-cp",
                        files + File.pathSeparator + own,
                        DeviceMain.class.getName(),
                        in.toString(),
                        files.resolve("results").toString())
                .redirectErrorStream(true)
                .redirectOutput(files.resolve("log").toFile())
                .start()
                .waitFor();
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
