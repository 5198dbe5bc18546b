package dev.dnet.maven;

import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Finds the JDK that runs the compiler: the tool chain of the build, then any other tool chain,
/// then `JAVA_HOME`, then the JDK that runs Maven.
final class JdkSearch {
    private static final int NEEDED = 25;

    private final ToolchainManager toolchains;
    private final MavenSession session;

    JdkSearch(ToolchainManager toolchains, MavenSession session) {
        this.toolchains = toolchains;
        this.session = session;
    }

    Jdk find() throws MojoFailureException {
        var seen = new ArrayList<String>();
        for (var candidate : candidates().entrySet()) {
            var jdk = Jdk.at(candidate.getValue());
            if (jdk.filter(j -> j.feature() >= NEEDED && j.hasCompiler()).isPresent()) {
                return jdk.get();
            }
            seen.add(candidate.getKey() + " is " + describe(candidate.getValue(), jdk));
        }
        throw new MojoFailureException(
                "error[maven/no-jdk]: the dnet compiler needs a JDK %d or newer; %s\n"
                                .formatted(NEEDED, String.join(", ", seen))
                        + "help: add the goal `select-jdk-toolchain` of maven-toolchains-plugin with"
                        + " <version>[25,)</version> to the build, or set JAVA_HOME");
    }

    private static String describe(Path home, Optional<Jdk> jdk) {
        return jdk.map(j -> "a " + (j.hasCompiler() ? "JDK " : "JRE ") + j.feature())
                        .orElse("no JDK")
                + " ("
                + home
                + ")";
    }

    private Map<String, Path> candidates() {
        var found = new LinkedHashMap<String, Path>();
        Optional.ofNullable(toolchains.getToolchainFromBuildContext("jdk", session))
                .flatMap(JdkSearch::home)
                .ifPresent(home -> found.put("the tool chain", home));
        var wanted = Map.of("version", "[" + NEEDED + ",)");
        for (var toolchain : toolchains.getToolchains(session, "jdk", wanted)) {
            home(toolchain).ifPresent(home -> found.put(toolchain.toString(), home));
        }
        Optional.ofNullable(System.getenv("JAVA_HOME"))
                .ifPresent(home -> found.put("JAVA_HOME", Path.of(home)));
        found.put("Maven's own Java", Path.of(System.getProperty("java.home", "")));
        return found;
    }

    /// Two folders above `bin/java`.
    private static Optional<Path> home(Toolchain toolchain) {
        return Optional.ofNullable(toolchain.findTool("java"))
                .map(Path::of)
                .map(Path::getParent)
                .map(Path::getParent);
    }
}
