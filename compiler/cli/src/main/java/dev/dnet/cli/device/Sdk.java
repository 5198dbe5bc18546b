package dev.dnet.cli.device;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.device.Device;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// TornadoVM where `TORNADOVM_HOME` says that it is.
public record Sdk(Path home) {
    /// The variable that says so.
    public static final String VARIABLE = "TORNADOVM_HOME";

    private static final String MEMORY = "4096GB";
    private static final List<String> BACKENDS = List.of("opencl", "cuda", "ptx", "spirv", "metal");
    private static final List<String> LOADED =
            List.of(
                    "api.implementation=uk.ac.manchester.tornado.runtime.tasks.TornadoTaskGraph",
                    "runtime.implementation=uk.ac.manchester.tornado.runtime.TornadoCoreRuntime",
                    "tornado.implementation=uk.ac.manchester.tornado.runtime.common.Tornado",
                    "annotation.implementation=uk.ac.manchester.tornado.annotation.ASMClassVisitor",
                    "annotation.parallel=uk.ac.manchester.tornado.api.annotations.Parallel");

    /// Empty where the variable is not set; an error where no TornadoVM is there.
    public static Optional<Sdk> find() {
        return find(VARIABLE);
    }

    /// By another variable.
    public static Optional<Sdk> find(String variable) {
        var home = System.getenv(variable);
        if (home == null || home.isBlank()) {
            return Optional.empty();
        }
        var sdk = new Sdk(Path.of(home).toAbsolutePath());
        if (!Files.isDirectory(sdk.jars()) || sdk.jar("api").isEmpty()) {
            throw new DnetException(
                    "device/broken-sdk",
                    "%s is %s, where no TornadoVM is".formatted(variable, home),
                    "the folder of its SDK, with share/java/tornado/tornado-api-….jar",
                    "set it to the SDK that was unpacked or built");
        }
        requireJar(sdk.api(), variable);
        return Optional.of(sdk);
    }

    private static void requireJar(Path jar, String variable) {
        try {
            new ZipFile(jar.toFile()).close();
        } catch (ZipException e) {
            throw new DnetException(
                    "device/broken-sdk",
                    "%s, where %s says that TornadoVM is, is not a jar".formatted(jar, variable),
                    "the jar as it was unpacked or built",
                    "unpack or build the SDK again",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The one that there has to be.
    public static Sdk require() {
        return find().orElseThrow(() ->
                new DnetException(
                        "device/no-sdk",
                        "%s is not set".formatted(VARIABLE),
                        "the folder of TornadoVM's SDK, 5.2.0 for JDK 25",
                        "install it (see README, Devices), then: export %s=FOLDER"
                                .formatted(VARIABLE)));
    }

    private Path jars() {
        return home.resolve("share/java/tornado");
    }

    private Optional<Path> jar(String part) {
        try (var all = Files.list(jars())) {
            return all.filter(j ->
                            j.getFileName().toString().matches("tornado-" + part + "-\\d.*\\.jar"))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What emitted code is compiled against.
    public Path api() {
        return jar("api").orElseThrow();
    }

    /// The backends that are installed.
    public List<String> backends() {
        return BACKENDS.stream().filter(b -> jar("drivers-" + b).isPresent()).toList();
    }

    /// The flags of a virtual machine that runs kernels with every backend that is installed.
    public List<String> arguments() {
        return arguments(backends());
    }

    /// Those for one device: the others need not work. Any backend may have the first GPU.
    public List<String> argumentsFor(Device device) {
        if (device.number().isEmpty()) {
            return arguments();
        }
        var installed = backends();
        requireAny(installed);
        if (!installed.contains(device.family())) {
            throw new DnetException(
                    "device/no-backend",
                    "TornadoVM at %s has no backend %s".formatted(home, device.family()),
                    "one of " + installed,
                    "install TornadoVM with that backend, or choose a device that `dnetc doctor`"
                            + " lists");
        }
        return arguments(List.of(device.family()));
    }

    private void requireAny(List<String> backends) {
        if (backends.isEmpty()) {
            throw new DnetException(
                    "device/no-backend",
                    "TornadoVM at %s has no backend".formatted(home),
                    "the jar of one, such as share/java/tornado/tornado-drivers-opencl-….jar",
                    "install TornadoVM with the backend of the device");
        }
    }

    /// With these backends. A kernel that does not compile is an error: by default TornadoVM would
    /// run it in Java.
    public List<String> arguments(List<String> backends) {
        requireAny(backends);
        var drivers = backends.stream().map(b -> "tornado.drivers." + b).toList();
        var all = new ArrayList<String>();
        all.add("-XX:+UnlockExperimentalVMOptions");
        all.add("-XX:+EnableJVMCI");
        all.add("-Djava.library.path=" + home.resolve("lib"));
        all.add("--module-path=" + modules(backends));
        all.add("--upgrade-module-path=" + home.resolve("share/java/graalJars"));
        all.add(
                "--add-modules=tornado.runtime,tornado.annotation,tornado.drivers.common,"
                        + String.join(",", drivers));
        all.add("--enable-native-access=ALL-UNNAMED,tornado.runtime," + String.join(",", drivers));
        all.add("-Dtornado.recover.bailout=False");
        all.add("-Dtornado.tvm.maxbytecodesize=1048576");
        // Its own limit of 4 GB is not the device's, which is looked at before memory is taken.
        all.add("-Dtornado.device.memory=" + MEMORY);
        // By default it tells drivers that no number is NaN or infinite.
        all.add("-Dtornado.opencl.compiler.flags=-cl-mad-enable -cl-unsafe-math-optimizations -w");
        LOADED.forEach(l -> all.add("-Dtornado.load." + l));
        exports("common", all);
        backends.forEach(b -> exports(b, all));
        return all;
    }

    /// The jars without the backends that are not asked for: those on the path are loaded, asked
    /// for or not.
    private String modules(List<String> backends) {
        var others = BACKENDS.stream().filter(b -> !backends.contains(b)).toList();
        try (var all = Files.list(jars())) {
            return all.filter(j -> others.stream().noneMatch(b -> isDriver(j, b)))
                    .map(Path::toString)
                    .sorted()
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isDriver(Path jar, String backend) {
        return jar.getFileName().toString().startsWith("tornado-drivers-" + backend + "-");
    }

    /// As an argument file has it.
    public static String quoted(String flag) {
        return flag.matches("[^\\s\"'#\\\\]+")
                ? flag
                : '"' + flag.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void exports(String part, List<String> all) {
        try {
            for (var line :
                    Files.readAllLines(home.resolve("etc/exportLists/" + part + "-exports"))) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    all.addAll(List.of(line.strip().split("\\s+")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
