package dev.dnet.maven;

import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.ToolchainManager;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.inject.Inject;

/// Compiles the `.dnet` files of a module to Java before its own sources are compiled.
///
/// Java sources go to a source root of their own. Classes that use the Vector API are compiled
/// here, so that the module's compiler needs no incubator module. Input that did not change costs a
/// few milliseconds.
@Mojo(
        name = "generate",
        defaultPhase = LifecyclePhase.GENERATE_SOURCES,
        requiresDependencyResolution = ResolutionScope.COMPILE,
        threadSafe = true)
public final class GenerateMojo extends AbstractMojo {
    private final ToolchainManager toolchains;
    private final MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project = new MavenProject();

    @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
    private List<Artifact> compilerJars = List.of();

    /// The root of the `.dnet` files: package `vision.lenet` stands in `vision/lenet.dnet`.
    @Parameter(property = "dnet.sources", defaultValue = "${project.basedir}/src/main/dnet")
    private File sources = new File("");

    /// The root of the Java sources that are written.
    @Parameter(
            property = "dnet.output",
            defaultValue = "${project.build.directory}/generated-sources/dnet")
    private File output = new File("");

    /// Where class files go.
    @Parameter(defaultValue = "${project.build.outputDirectory}", required = true)
    private File classes = new File("");

    /// Where the plugin keeps what it knows of the last run.
    @Parameter(defaultValue = "${project.build.directory}/dnet", readonly = true, required = true)
    private File state = new File("");

    /// Writes what runs the programs on devices of TornadoVM too. Then `dnet-runtime-tornado` and
    /// TornadoVM's own `tornado-api` have to be on the class path. Kernels are written for `gpu`,
    /// which `true` means too, `cpu` or `fpga`.
    @Parameter(property = "dnet.devices", defaultValue = "false")
    private String devices = "false";

    /// Does nothing.
    @Parameter(property = "dnet.skip", defaultValue = "false")
    private boolean skip;

    @Inject
    GenerateMojo(ToolchainManager toolchains, MavenSession session) {
        this.toolchains = toolchains;
        this.session = session;
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip || !Files.isDirectory(sources.toPath())) {
            getLog().info(skip ? "dnet: skipped" : "dnet: there is no folder " + sources);
            return;
        }
        try {
            generate();
        } catch (IOException | DependencyResolutionRequiredException e) {
            throw new MojoExecutionException("dnet: " + e, e);
        }
        project.addCompileSourceRoot(output.getPath());
    }

    private void generate()
            throws IOException,
                    DependencyResolutionRequiredException,
                    MojoExecutionException,
                    MojoFailureException {
        var jdk = new JdkSearch(toolchains, session).find();
        var compiler = compilerJars.stream().map(a -> a.getFile().toPath()).toList();
        var libraries = libraries();
        var last = new LastRun(state.toPath().resolve("generated"));
        var key =
                new CacheKey()
                        .text(jdk.release())
                        .text(output + "\n" + classes + "\n" + devices)
                        .tree(sources.toPath(), ".dnet")
                        .files(compiler)
                        .files(libraries)
                        .digest();
        if (last.isUpToDate(key)) {
            getLog().info("dnet: nothing to do");
            return;
        }
        var roots = List.of(sources.toPath(), output.toPath(), classes.toPath());
        var answer = new CompilerProcess(jdk, compiler).run(roots, libraries, kind());
        new Report(getLog(), sources.toPath()).show(answer.diagnostics());
        last.replace(key, answer.files());
        getLog().info("dnet: %d files for %s".formatted(answer.files().size(), sources));
    }

    /// As the compiler names it.
    private String kind() {
        return switch (devices) {
            case "false" -> "none";
            case "true" -> "gpu";
            default -> devices;
        };
    }

    /// What `use` can find beside the module's own files and the standard library.
    private List<Path> libraries() throws DependencyResolutionRequiredException {
        return project.getCompileClasspathElements().stream()
                .map(Path::of)
                .filter(p -> !p.equals(classes.toPath()) && Files.exists(p))
                .toList();
    }
}
