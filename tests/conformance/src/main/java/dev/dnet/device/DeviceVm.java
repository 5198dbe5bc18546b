package dev.dnet.device;

import dev.dnet.cli.device.DeviceClasses;
import dev.dnet.cli.device.Sdk;

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

/// A virtual machine that runs emitted classes with a backend of TornadoVM.
///
/// @param flags beside those that TornadoVM needs
/// @param folder for class files and what the two machines tell each other
record DeviceVm(Sdk sdk, String backend, List<String> flags, Path folder) {

    DeviceVm {
        flags = List.copyOf(flags);
    }

    /// What came of a case.
    ///
    /// @param error empty where it ran
    /// @param printed while it ran
    /// @param kernels the names of its kernels
    record Ran(String error, String printed, List<String> kernels, List<byte[]> results) {}

    /// What came of all, in their order. A machine that ends before its time is the error of those
    /// that it did not run.
    List<Ran> run(List<DeviceCase> cases) throws IOException, InterruptedException {
        compile(cases);
        var in = folder.resolve("cases");
        try (var out = new DataOutputStream(Files.newOutputStream(in))) {
            out.writeInt(cases.size());
            for (var c : cases) {
                c.write(out);
            }
        }
        var out = folder.resolve("results");
        var log = folder.resolve("log");
        int code = start(in, out, log);
        var ran = read(out, cases.size());
        while (ran.size() < cases.size()) {
            var error = "the virtual machine ended with " + code + ":\n" + Files.readString(log);
            ran.add(new Ran(error, "", List.of(), List.of()));
        }
        return ran;
    }

    private void compile(List<DeviceCase> cases) throws IOException {
        var sources = cases.stream().flatMap(c -> c.sources().stream()).toList();
        DeviceClasses.compile(sdk, sources, folder);
    }

    private int start(Path in, Path out, Path log) throws IOException, InterruptedException {
        var all = new ArrayList<>(sdk.arguments(List.of(backend)));
        all.add("-D" + DeviceMain.BACKEND + "=" + backend);
        all.addAll(flags);
        var file = folder.resolve("flags");
        Files.write(file, all);
        var own = System.getProperty("java.class.path");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + file,
                        "-cp",
                        folder + File.pathSeparator + own,
                        DeviceMain.class.getName(),
                        in.toString(),
                        out.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
    }

    private static List<Ran> read(Path file, int cases) throws IOException {
        var all = new ArrayList<Ran>();
        if (!Files.exists(file)) {
            return all;
        }
        try (var in = new DataInputStream(Files.newInputStream(file))) {
            while (all.size() < cases) {
                var error = text(in);
                var printed = text(in);
                var kernels = text(in).lines().toList();
                var results = new ArrayList<byte[]>();
                for (int k = in.readInt(); k > 0; k--) {
                    results.add(bytes(in));
                }
                all.add(new Ran(error, printed, kernels, results));
            }
        } catch (EOFException e) {
            // The machine ended within a case.
            return all;
        }
        return all;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        var bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }
}
