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
import java.util.List;

/// The models and `train` blocks of one file of the examples, as the classes that a user gets.
record Compiled(List<Compiler.Lowered> programs, ClassLoader classes) {
    private static final String FOLDER = "examples/families/";

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
        var lowered =
                programs.stream().flatMap(p -> compiler.lower(p, diagnostics).stream()).toList();
        if (diagnostics.hasErrors() || programs.isEmpty()) {
            throw new IllegalStateException(new TextRenderer(false).render(diagnostics.sorted()));
        }
        var java = lowered.stream().flatMap(l -> l.java(Width.ofThisMachine()).stream()).toList();
        var loader = JavaBuild.loader(JavaBuild.compile(java), TrainProgram.class.getClassLoader());
        return new Compiled(lowered, loader);
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
        var lowered = find(name);
        var methods = lowered.program().methods();
        int place = methods.indexOf(lowered.program().method(role).orElseThrow());
        return lowered.entries().get(place).loops();
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return classes.loadClass(find(name).program().packageName() + "." + name);
    }

    private Compiler.Lowered find(String name) {
        return programs.stream()
                .filter(l -> l.program().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no program " + name));
    }
}
