package dev.dnet.training;

import dev.dnet.compiler.Compiler;
import dev.dnet.compiler.codegen.jvm.JavaBuild;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.diagnostic.TextRenderer;
import dev.dnet.compiler.elaborate.Library;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.source.Source;
import dev.dnet.runtime.WorkPool;
import dev.dnet.runtime.train.TrainProgram;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The one `train` block of a text, compiled; as many programs can be made of it as are needed.
record CompiledTraining(Class<? extends TrainProgram> type) {

    /// Packages are looked up in the folder, and in the standard library.
    static CompiledTraining of(String text, Path folder) throws ClassNotFoundException {
        return of(text, folder, Optional.empty());
    }

    /// The block with this name, or the only one.
    static CompiledTraining of(String text, Path folder, Optional<String> name)
            throws ClassNotFoundException {
        var diagnostics = new Diagnostics();
        var standard = Library.resources(CompiledTraining.class.getClassLoader());
        var library = Library.of(List.of(Library.folder(folder), standard));
        var compiler = new Compiler(library, List.of());
        var source = new Source("training.dnet", text);
        var program =
                compiler.elaborate(List.of(source), diagnostics).programs().stream()
                        .filter(p -> p.kind() == Program.Kind.TRAIN)
                        .filter(p -> p.name().equals(name.orElse(p.name())))
                        .findFirst();
        var lowered = program.flatMap(p -> compiler.lower(p, diagnostics));
        if (lowered.isEmpty() || diagnostics.hasErrors()) {
            throw new IllegalStateException(new TextRenderer(false).render(diagnostics.sorted()));
        }
        return load(lowered.get());
    }

    private static CompiledTraining load(Compiler.Lowered lowered) throws ClassNotFoundException {
        var classes = JavaBuild.compile(lowered.java(Width.ofThisMachine()));
        var loader = JavaBuild.loader(classes, TrainProgram.class.getClassLoader());
        var name = lowered.program().packageName() + "." + lowered.program().name();
        return new CompiledTraining(loader.loadClass(name).asSubclass(TrainProgram.class));
    }

    TrainProgram make(WorkPool pool) throws ReflectiveOperationException {
        return type.getConstructor(WorkPool.class).newInstance(pool);
    }
}
