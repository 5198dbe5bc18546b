package dev.dnet.compiler.codegen.jvm;

import dev.dnet.runtime.Tensor;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Compiles emitted Java in memory with the compiler of the running JDK, against the runtime that
/// the compiler itself uses.
public final class JavaBuild {
    private JavaBuild() {}

    /// Class files by binary name. Emitted code that does not compile is our bug.
    public static SortedMap<String, byte[]> compile(List<JavaSource> sources) {
        return compile(sources, runtime());
    }

    /// Where emitted code needs these besides.
    public static SortedMap<String, byte[]> compileWith(
            List<JavaSource> sources, List<Path> libraries) {
        var path = new StringJoiner(File.pathSeparator).add(runtime());
        libraries.forEach(library -> path.add(library.toString()));
        return compile(sources, path.toString());
    }

    /// Where the runtime was loaded from: whatever class loader a tool or a test put in front,
    /// emitted code needs nothing else.
    private static String runtime() {
        var source = Tensor.class.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the runtime lies at " + source.getLocation(), e);
        }
    }

    private static SortedMap<String, byte[]> compile(List<JavaSource> sources, String classPath) {
        var javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new IllegalStateException("this Java runtime has no compiler: a JDK is needed");
        }
        var messages = new DiagnosticCollector<JavaFileObject>();
        try (var files = new Memory(javac.getStandardFileManager(messages, Locale.ROOT, null))) {
            var options =
                    List.of(
                            "--add-modules",
                            "jdk.incubator.vector",
                            "-g",
                            "-proc:none",
                            "-nowarn",
                            "-cp",
                            classPath);
            var task =
                    javac.getTask(
                            null,
                            files,
                            messages,
                            options,
                            null,
                            sources.stream().map(Text::new).toList());
            if (!task.call()) {
                throw new IllegalStateException(
                        "emitted Java does not compile:\n" + errors(messages));
            }
            return files.classes();
        } catch (IOException e) {
            throw new IllegalStateException("cannot close the compiler's files", e);
        }
    }

    private static String errors(DiagnosticCollector<JavaFileObject> messages) {
        return String.join(
                "\n",
                messages.getDiagnostics().stream()
                        .filter(d -> d.getKind() == javax.tools.Diagnostic.Kind.ERROR)
                        .limit(10)
                        .map(d -> d.toString())
                        .toList());
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(JavaSource source) {
            super(URI.create("string:///" + source.path()), Kind.SOURCE);
            this.text = source.text();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Output extends SimpleJavaFileObject {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Output(String name) {
            super(URI.create("bytes:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final List<String> names = new ArrayList<>();
        private final List<Output> outputs = new ArrayList<>();

        Memory(StandardJavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location,
                String className,
                JavaFileObject.Kind kind,
                @Nullable FileObject sibling) {
            var output = new Output(className);
            names.add(className);
            outputs.add(output);
            return output;
        }

        SortedMap<String, byte[]> classes() {
            var classes = new TreeMap<String, byte[]>();
            for (int k = 0; k < names.size(); k++) {
                classes.put(names.get(k), outputs.get(k).bytes.toByteArray());
            }
            return classes;
        }
    }

    /// A loader of compiled classes.
    public static ClassLoader loader(SortedMap<String, byte[]> classes, ClassLoader parent) {
        return new ClassLoader(parent) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                var bytes = classes.get(name);
                if (bytes == null) {
                    throw new ClassNotFoundException(name);
                }
                return defineClass(name, bytes, 0, bytes.length);
            }
        };
    }
}
