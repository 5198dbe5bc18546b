package dev.dnet.compiler;

import dev.dnet.compiler.codegen.tornado.DeviceKind;
import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.diagnostic.JsonRenderer;
import dev.dnet.compiler.elaborate.Library;
import dev.dnet.compiler.source.Span;
import dev.dnet.runtime.DnetException;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Where a build tool starts the compiler in a process of its own.
///
/// Arguments: the source root, the folder for Java sources, the folder for class files, a class
/// path that is searched for libraries, and the kind of devices that programs are to run on too, or
/// `none`. Standard output gets one JSON object: `{"diagnostics": [...], "files": [...]}`. The exit
/// code is 0 when the question was answered, whatever the answer is.
public final class BuildMain {
    private BuildMain() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 5) {
            throw new IllegalArgumentException("SOURCES JAVA CLASSES LIBRARIES DEVICES");
        }
        var diagnostics = new Diagnostics();
        var build = build(args, diagnostics);
        var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        out.print(answer(build, diagnostics));
        out.flush();
    }

    private static Build build(String[] args, Diagnostics diagnostics) throws IOException {
        try (var libraries = libraries(args[3])) {
            var build =
                    Build.of(
                            Path.of(args[0]),
                            Path.of(args[1]),
                            Path.of(args[2]),
                            Library.resources(libraries),
                            devices(args[4]),
                            diagnostics);
            build.write();
            return build;
        } catch (DnetException e) {
            var message = e.found() + "; expected: " + e.expected();
            diagnostics.add(Diagnostic.error(e.code(), Span.none(), message).help(e.help()));
            return new Build(new TreeMap<>());
        }
    }

    private static Optional<DeviceKind> devices(String name) {
        return name.equals("none")
                ? Optional.empty()
                : Optional.of(
                        DeviceKind.of(name)
                                .orElseThrow(() ->
                                        new DnetException(
                                                "device/kind",
                                                "'%s' is no kind of device".formatted(name),
                                                "one of " + DeviceKind.names(),
                                                "say for which kind kernels are to be written")));
    }

    private static URLClassLoader libraries(String classPath) throws MalformedURLException {
        var urls = new ArrayList<URL>();
        for (var entry : classPath.split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), BuildMain.class.getClassLoader());
    }

    private static String answer(Build build, Diagnostics diagnostics) {
        return "{\"diagnostics\": %s, \"files\": [%s]}\n"
                .formatted(
                        new JsonRenderer().render(diagnostics.sorted()).strip(),
                        String.join(", ", names(build)));
    }

    private static List<String> names(Build build) {
        return build.files().keySet().stream()
                .map(f -> '"' + f.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .toList();
    }
}
