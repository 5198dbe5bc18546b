package dev.dnet.cli;

import dev.dnet.compiler.Compiler;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.elaborate.Elaboration;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.pass.Hook;
import dev.dnet.runtime.DnetException;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// All programs of a file or a folder, elaborated.
record Programs(
        List<ProjectFile> files,
        Compiler compiler,
        Elaboration elaboration,
        Diagnostics diagnostics) {

    static Programs of(Path given, List<Hook> hooks) {
        var files = ProjectFile.all(given);
        var diagnostics = new Diagnostics();
        var compiler = new Compiler(files.getFirst().library(), hooks);
        var elaboration =
                compiler.elaborate(files.stream().map(ProjectFile::source).toList(), diagnostics);
        return new Programs(files, compiler, elaboration, diagnostics);
    }

    /// The programs with this name, or all of them; there has to be one.
    List<Program> named(Optional<String> name) {
        TrainBuild.refuse(diagnostics);
        var found =
                elaboration.programs().stream()
                        .filter(p -> name.isEmpty() || name.get().equals(p.name()))
                        .toList();
        if (found.isEmpty()) {
            throw new DnetException(
                    "cli/no-program",
                    "the programs are "
                            + elaboration.programs().stream().map(Program::name).toList(),
                    name.map(n -> "one named '" + n + "'")
                            .orElse("a train block, or a model that can be made without arguments"),
                    "give every parameter of a model a default, or write a train block");
        }
        return found;
    }

    /// Through all passes and to loops.
    Compiler.Lowered lower(Program program) {
        var lowered = compiler.lower(program, diagnostics);
        TrainBuild.refuse(diagnostics);
        return lowered.orElseThrow();
    }

    /// How long each stage took, one a line.
    String timings() {
        var text = new StringBuilder();
        compiler.timings()
                .nanos()
                .forEach((stage, nanos) ->
                        text.append(
                                String.format(Locale.ROOT, "%10.1f ms  %s%n", nanos / 1e6, stage)));
        return text.toString();
    }
}
