package dev.dnet.compiler;

import dev.dnet.compiler.codegen.jvm.ClassNames;
import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.codegen.jvm.JavaSource;
import dev.dnet.compiler.codegen.jvm.ProgramFiles;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.codegen.tornado.DeviceFiles;
import dev.dnet.compiler.codegen.tornado.DeviceKind;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.elaborate.Elaboration;
import dev.dnet.compiler.elaborate.Elaborator;
import dev.dnet.compiler.elaborate.Library;
import dev.dnet.compiler.elaborate.TrainArguments;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.pass.Hook;
import dev.dnet.compiler.pass.Pipeline;
import dev.dnet.compiler.source.Source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The whole way from source to Java, a stage after the other; each stage is a value that can be
/// printed.
public final class Compiler {
    private final Library library;
    private final List<Hook> hooks;
    private final Timings timings = new Timings();

    /// `hooks` see every graph after every pass.
    public Compiler(Library library, List<Hook> hooks) {
        this.library = library;
        this.hooks = List.copyOf(hooks);
    }

    /// A program with its graphs through all passes, and its kernels.
    public record Lowered(Program program, List<Entry> entries) {
        public Lowered {
            entries = List.copyOf(entries);
        }

        public List<JavaSource> java(List<Width> widths) {
            return ProgramFiles.write(program, entries, widths);
        }
    }

    public Timings timings() {
        return timings;
    }

    /// Programs as they are elaborated; empty where there are errors.
    public Elaboration elaborate(List<Source> roots, Diagnostics diagnostics) {
        return elaborate(roots, TrainArguments.NONE, diagnostics);
    }

    /// The same, with values for parameters of `train` blocks.
    public Elaboration elaborate(
            List<Source> roots, TrainArguments arguments, Diagnostics diagnostics) {
        var elaboration =
                timings.measure(
                        "elaborate",
                        () -> Elaborator.elaborate(roots, library, arguments, diagnostics));
        ClassNames.check(elaboration.programs(), diagnostics);
        return diagnostics.hasErrors() ? Elaboration.empty() : elaboration;
    }

    /// The program through the passes; empty where one refuses it.
    public Optional<Program> optimise(Program program, Diagnostics diagnostics) {
        var methods = new ArrayList<Program.Method>();
        var all = new ArrayList<>(hooks);
        all.add((pass, graph, nanos) -> timings.add("pass " + pass.name(), nanos));
        for (var method : program.methods()) {
            var graph = Pipeline.standard().run(method.graph(), diagnostics, all);
            if (graph.isEmpty()) {
                return Optional.empty();
            }
            methods.add(
                    new Program.Method(
                            method.role(),
                            method.name(),
                            method.doc(),
                            method.parameters(),
                            graph.get()));
        }
        return Optional.of(
                new Program(
                        program.kind(),
                        program.packageName(),
                        program.name(),
                        program.doc(),
                        program.span(),
                        program.variables(),
                        methods));
    }

    public Optional<Lowered> lower(Program program, Diagnostics diagnostics) {
        return optimise(program, diagnostics)
                .map(p -> new Lowered(p, timings.measure("loops", () -> ProgramFiles.entries(p))));
    }

    /// What runs the program on devices of a kind, beside what [#java] gives; empty where none can
    /// hold it.
    public List<JavaSource> devices(Lowered lowered, DeviceKind kind, Diagnostics diagnostics) {
        DeviceFiles.check(lowered.program(), lowered.entries(), diagnostics);
        return diagnostics.hasErrors()
                ? List.of()
                : timings.measure(
                        "devices",
                        () -> DeviceFiles.write(lowered.program(), lowered.entries(), kind));
    }

    public List<JavaSource> java(Lowered lowered) {
        return timings.measure("java", () -> lowered.java(Width.ALL));
    }
}
