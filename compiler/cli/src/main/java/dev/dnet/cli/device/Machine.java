package dev.dnet.cli.device;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A virtual machine with the flags of TornadoVM, for one command. Kernels are compiled to a folder
/// on its class path, which goes when it ends.
public final class Machine {
    /// Says that this is such a machine, and where its folder is.
    private static final String FOLDER = "dnet.device.classes";

    private static final String PROBE = "dev.dnet.runtime.tornado.Probe";

    private Machine() {}

    /// The folder of this machine, if it is one for devices.
    public static Optional<Path> folder() {
        return Optional.ofNullable(System.getProperty(FOLDER)).map(Path::of);
    }

    /// The devices that TornadoVM finds, each tried. What it says besides goes to `err`.
    public static List<FoundDevice> devices(Sdk sdk, PrintWriter err) throws IOException {
        var backends = sdk.backends();
        if (backends.isEmpty()) {
            err.println("no device: TornadoVM at " + sdk.home() + " has no backend");
            err.flush();
            return List.of();
        }
        var folder = Files.createTempDirectory("dnet-device");
        try {
            DeviceClasses.compile(sdk, List.of(), folder);
            var printed = new StringWriter();
            var out = new PrintWriter(printed);
            for (var backend : backends) {
                // One that finds no driver may end the machine.
                var flags = sdk.arguments(List.of(backend));
                int code = run(flags, folder, PROBE, List.of(), false, out, err);
                if (code != 0) {
                    err.println("no device of " + backend + ": TornadoVM ended with " + code);
                    err.flush();
                }
            }
            return FoundDevice.read(printed.toString());
        } finally {
            delete(folder);
        }
    }

    /// Runs a class of this class path there to its end, with flags of TornadoVM; gives its exit
    /// code. Where `console` is true, it has the terminal to itself, else what it prints is copied.
    public static int run(
            List<String> tornado,
            Class<?> main,
            List<String> arguments,
            boolean console,
            PrintWriter out,
            PrintWriter err)
            throws IOException {
        var folder = Files.createTempDirectory("dnet-device");
        try {
            return run(tornado, folder, main.getName(), arguments, console, out, err);
        } finally {
            delete(folder);
        }
    }

    private static int run(
            List<String> tornado,
            Path folder,
            String main,
            List<String> arguments,
            boolean console,
            PrintWriter out,
            PrintWriter err)
            throws IOException {
        var flags = folder.resolve("flags");
        Files.write(flags, flags(tornado, folder).stream().map(Sdk::quoted).toList());
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + flags);
        command.add(main);
        command.addAll(arguments);
        var builder = new ProcessBuilder(command);
        if (console) {
            builder.inheritIO();
        }
        var process = builder.start();
        // Ctrl-C ends both: this machine waits until the other has saved.
        var hook = new Thread(() -> await(process), "dnet-device");
        Runtime.getRuntime().addShutdownHook(hook);
        if (!console) {
            var copy = Thread.startVirtualThread(() -> copy(process.errorReader(), err));
            copy(process.inputReader(), out);
            join(copy);
        }
        int code = await(process);
        Runtime.getRuntime().removeShutdownHook(hook);
        return code;
    }

    /// Those that this machine has, and TornadoVM's.
    private static List<String> flags(List<String> tornado, Path folder) {
        var flags = new ArrayList<String>();
        for (var flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!flag.startsWith("-agentlib") && !flag.startsWith("-javaagent")) {
                flags.add(flag);
            }
        }
        flags.addAll(tornado);
        flags.add("-D" + FOLDER + "=" + folder);
        flags.add("-cp");
        flags.add(System.getProperty("java.class.path") + File.pathSeparator + folder);
        return flags;
    }

    private static void copy(Reader from, PrintWriter to) {
        var buffer = new char[4096];
        try (from) {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                to.write(buffer, 0, n);
                to.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int await(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
            return 130;
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @org.jspecify.annotations.Nullable IOException e)
                            throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
