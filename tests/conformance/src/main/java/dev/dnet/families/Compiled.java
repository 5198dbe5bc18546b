package dev.dnet.families;

import dev.dnet.compiler.Compiler;
import dev.dnet.compiler.codegen.jvm.JavaBuild;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.diagnostic.TextRenderer;
import dev.dnet.compiler.elaborate.Library;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.loops.LoopProgram;
import dev.dnet.compiler.source.Source;
import dev.dnet.report.Repository;
import dev.dnet.runtime.WorkPool;
import dev.dnet.runtime.train.TrainProgram;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The models and `train` blocks of one file of the examples, as the classes that a user gets. Each
/// is made when it is first asked for.
final class Compiled {
    private static final String FOLDER = "examples/families/";
    private final Compiler compiler;
    private final List<Program> programs;
    private final Map<String, Made> made = new HashMap<>();

    private record Made(Compiler.Lowered lowered, ClassLoader classes) {}

    private Compiled(Compiler compiler, List<Program> programs) {
        this.compiler = compiler;
        this.programs = programs;
    }

    /// A file in `examples/families`.
    static Compiled of(String name) throws IOException {
        return example(FOLDER + name + ".dnet");
    }

    /// A file by its path in the repository.
    static Compiled example(String file) throws IOException {
        var text = Files.readString(Repository.here().path(file));
        var diagnostics = new Diagnostics();
        var library = Library.resources(Compiled.class.getClassLoader());
        var compiler = new Compiler(library, List.of());
        var programs = compiler.elaborate(List.of(new Source(file, text)), diagnostics).programs();
        requireNoErrors(diagnostics);
        return new Compiled(compiler, programs);
    }

    private static void requireNoErrors(Diagnostics diagnostics) {
        if (diagnostics.hasErrors()) {
            throw new IllegalStateException(new TextRenderer(false).render(diagnostics.sorted()));
        }
    }

    /// The `train` block with this name, its parameters drawn from a seed.
    TrainProgram train(String name, long seed) throws ReflectiveOperationException {
        var program =
                type(name)
                        .asSubclass(TrainProgram.class)
                        .getConstructor(WorkPool.class)
                        .newInstance(WorkPool.shared());
        program.initialize(seed);
        return program;
    }

    /// The model with this name, its parameters drawn from a seed.
    ModelObject model(String name, long seed) throws ReflectiveOperationException {
        return new ModelObject(type(name).getMethod("create", long.class).invoke(null, seed));
    }

    /// The kernels of a method, as they are emitted.
    LoopProgram loops(String name, Program.Role role) {
        var lowered = made(name).lowered();
        var methods = lowered.program().methods();
        int place = methods.indexOf(lowered.program().method(role).orElseThrow());
        return lowered.entries().get(place).loops();
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        var one = made(name);
        return one.classes().loadClass(one.lowered().program().packageName() + "." + name);
    }

    private Made made(String name) {
        return made.computeIfAbsent(name, this::make);
    }

    private Made make(String name) {
        var program =
                programs.stream()
                        .filter(p -> p.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no program " + name));
        var diagnostics = new Diagnostics();
        var lowered = compiler.lower(program, diagnostics);
        requireNoErrors(diagnostics);
        var java = lowered.orElseThrow().java(Width.ofThisMachine());
        var classes = JavaBuild.compile(java);
        return new Made(
                lowered.get(), JavaBuild.loader(classes, TrainProgram.class.getClassLoader()));
    }
}
