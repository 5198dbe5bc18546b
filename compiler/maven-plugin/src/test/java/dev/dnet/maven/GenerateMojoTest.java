package dev.dnet.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.ToolchainManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The goal as Maven runs it, on a module in a folder: the compiler is forked from the class path
/// of this test.
class GenerateMojoTest {
    private static final String NET =
            """
            package app.net

            use nn.{Linear}

            model Net {
                let only = Linear(2, 3)
                fn (x: f32[N, 2]) -> f32[N, 3] = only(x)
            }
            """;

    @TempDir private Path folder = Path.of("");
    private Path sources = Path.of("");
    private Path java = Path.of("");
    private final MavenProject project = new MavenProject();
    private final Lines log = new Lines();

    @BeforeEach
    void makeModule() throws IOException {
        sources = Files.createDirectories(folder.resolve("src/main/dnet/app"));
        java = folder.resolve("target/generated-sources/dnet/app");
        project.getBuild().setOutputDirectory(folder.resolve("target/classes").toString());
        Files.writeString(sources.resolve("net.dnet"), NET);
    }

    @Test
    void writesWhatChangedAndRemovesWhatIsGone() throws Exception {
        var other = NET.replace("app.net", "app.other").replace("Net", "Other");
        Files.writeString(sources.resolve("other.dnet"), other);
        execute();
        assertTrue(Files.isRegularFile(java.resolve("net/Net.java")));
        assertTrue(Files.isRegularFile(java.resolve("other/Other.java")));
        assertEquals(
                List.of(folder.resolve("target/generated-sources/dnet").toString()),
                project.getCompileSourceRoots());

        age();
        execute();
        assertEquals("dnet: nothing to do", log.info.get(log.info.size() - 1));
        assertEquals(List.of(), written());

        Files.writeString(sources.resolve("other.dnet"), other.replace(", 3", ", 4"));
        execute();
        var changed = written();
        assertTrue(changed.contains("target/generated-sources/dnet/app/other/Other.java"));
        assertTrue(changed.stream().noneMatch(f -> f.contains("/net/")), changed::toString);

        Files.delete(sources.resolve("other.dnet"));
        execute();
        assertFalse(Files.exists(java.resolve("other/Other.java")));
        assertTrue(Files.exists(java.resolve("net/Net.java")));
        assertEquals(List.of(), log.errors);
    }

    @Test
    void anErrorIsMavensWithFileLineAndColumnAndLeavesNothingBehind() throws Exception {
        var file = sources.resolve("net.dnet");
        Files.writeString(file, NET.replace("only(x)", "olny(x)"));
        var thrown = assertThrows(MojoFailureException.class, this::execute);
        assertEquals("dnet: 1 error in " + sources.getParent(), thrown.getMessage());
        assertEquals(
                file
                        + ":[7,38] error[name/unknown]: nothing here is called `olny`\n"
                        + "    help: did you mean `only`?",
                log.errors.get(0));
        assertFalse(Files.exists(java));
    }

    @Test
    void aFileThatIsNoTextIsNamed() throws Exception {
        var file = sources.resolve("net.dnet");
        Files.writeString(file, NET.replace("use", "/// Größe.\nuse"));
        Files.write(file, Files.readString(file).getBytes(StandardCharsets.ISO_8859_1));
        assertThrows(MojoFailureException.class, this::execute);
        assertEquals(
                file
                        + ":[3,7] error[syntax/encoding]: the byte f6 here is no UTF-8\n"
                        + "    help: save the file as UTF-8",
                log.errors.get(0));
    }

    private void execute() throws Exception {
        var mojo = new GenerateMojo(noToolchains(), noSession());
        set(mojo, "project", project);
        set(mojo, "compilerJars", classPath());
        set(mojo, "sources", folder.resolve("src/main/dnet").toFile());
        set(mojo, "output", folder.resolve("target/generated-sources/dnet").toFile());
        set(mojo, "classes", folder.resolve("target/classes").toFile());
        set(mojo, "state", folder.resolve("target/dnet").toFile());
        mojo.setLog(log);
        mojo.execute();
    }

    /// As Maven fills in parameters.
    private static void set(GenerateMojo mojo, String parameter, Object value) throws Exception {
        var field = GenerateMojo.class.getDeclaredField(parameter);
        field.setAccessible(true);
        field.set(mojo, value);
    }

    /// The JDK that runs this test is found by itself.
    private static ToolchainManager noToolchains() {
        return (ToolchainManager)
                Proxy.newProxyInstance(
                        GenerateMojoTest.class.getClassLoader(),
                        new Class<?>[] {ToolchainManager.class},
                        (proxy, method, args) ->
                                method.getReturnType().equals(List.class) ? List.of() : null);
    }

    @SuppressWarnings("NullAway") // only tool chains would look at it
    private static MavenSession noSession() {
        return null;
    }

    private static List<Artifact> classPath() {
        return Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
                .<Artifact>map(entry -> {
                    var artifact =
                            new DefaultArtifact(
                                    "test",
                                    "entry",
                                    "1",
                                    "compile",
                                    "jar",
                                    "",
                                    new DefaultArtifactHandler("jar"));
                    artifact.setFile(new File(entry));
                    return artifact;
                })
                .toList();
    }

    private List<Path> outputs() throws IOException {
        try (var files = Files.walk(folder.resolve("target"))) {
            return files.filter(Files::isRegularFile)
                    .filter(f -> !f.startsWith(folder.resolve("target/dnet")))
                    .toList();
        }
    }

    /// Makes every output old.
    private void age() throws IOException {
        for (var output : outputs()) {
            Files.setLastModifiedTime(output, FileTime.fromMillis(0));
        }
    }

    /// The outputs that were written since.
    private List<String> written() throws IOException {
        var written = new ArrayList<String>();
        for (var output : outputs()) {
            if (!Files.getLastModifiedTime(output).equals(FileTime.fromMillis(0))) {
                written.add(folder.relativize(output).toString().replace('\\', '/'));
            }
        }
        assertNotEquals(List.of(), outputs());
        return written;
    }

    private static final class Lines extends SystemStreamLog {
        private final List<String> errors = new ArrayList<>();
        private final List<String> info = new ArrayList<>();

        @Override
        public void error(CharSequence content) {
            errors.add(content.toString());
        }

        @Override
        public void info(CharSequence content) {
            info.add(content.toString());
        }
    }
}
