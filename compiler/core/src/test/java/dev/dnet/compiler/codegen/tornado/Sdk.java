package dev.dnet.compiler.codegen.tornado;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// TornadoVM where `TORNADOVM_HOME` says that it is.
record Sdk(Path home) {
    private static final List<String> LOADED =
            List.of(
                    "api.implementation=uk.ac.manchester.tornado.runtime.tasks.TornadoTaskGraph",
                    "runtime.implementation=uk.ac.manchester.tornado.runtime.TornadoCoreRuntime",
                    "tornado.implementation=uk.ac.manchester.tornado.runtime.common.Tornado",
                    "annotation.implementation=uk.ac.manchester.tornado.annotation.ASMClassVisitor",
                    "annotation.parallel=uk.ac.manchester.tornado.api.annotations.Parallel");

    static Optional<Sdk> find() {
        return Optional.ofNullable(System.getenv("TORNADOVM_HOME")).map(h -> new Sdk(Path.of(h)));
    }

    /// What emitted code is compiled against.
    Path api() throws IOException {
        try (var jars = Files.list(home.resolve("share/java/tornado"))) {
            return jars.filter(j -> j.getFileName().toString().startsWith("tornado-api-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// The flags of a virtual machine that runs kernels with OpenCL. A kernel that does not compile
    /// is an error: by default TornadoVM would run it in Java.
    List<String> arguments() throws IOException {
        var all = new ArrayList<String>();
        all.add("-XX:+UnlockExperimentalVMOptions");
        all.add("-XX:+EnableJVMCI");
        all.add("-Djava.library.path=" + home.resolve("lib"));
        all.add("--module-path=" + home.resolve("share/java/tornado"));
        all.add("--upgrade-module-path=" + home.resolve("share/java/graalJars"));
        all.add(
                "--add-modules=tornado.runtime,tornado.annotation,tornado.drivers.common,tornado.drivers.opencl");
        all.add("--enable-native-access=ALL-UNNAMED,tornado.drivers.opencl,tornado.runtime");
        all.add("-Dtornado.recover.bailout=False");
        all.add("-Dtornado.tvm.maxbytecodesize=1048576");
        LOADED.forEach(l -> all.add("-Dtornado.load." + l));
        for (var list : List.of("common-exports", "opencl-exports")) {
            for (var line : Files.readAllLines(home.resolve("etc/exportLists/" + list))) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    all.addAll(List.of(line.strip().split("\\s+")));
                }
            }
        }
        return all;
    }
}
