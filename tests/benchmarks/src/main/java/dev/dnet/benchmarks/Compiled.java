package dev.dnet.benchmarks;

import dev.dnet.compiler.Compiler;
import dev.dnet.compiler.codegen.jvm.JavaBuild;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.diagnostic.TextRenderer;
import dev.dnet.compiler.elaborate.Library;
import dev.dnet.compiler.source.Source;
import dev.dnet.runtime.WorkPool;

import java.util.List;

/// A program as users get it: from source through the whole compiler to loaded classes.
final class Compiled {
    private Compiled() {}

    /// An instance of the class of the program with this name. Its constructor may be private: a
    /// model that is created the public way shares the pool of all processors.
    static Object instance(Source source, String program, WorkPool pool) {
        return instance(load(source, program), pool);
    }

    /// An instance of an emitted class.
    static Object instance(Class<?> type, WorkPool pool) {
        try {
            var constructor = type.getDeclaredConstructor(WorkPool.class);
            constructor.setAccessible(true);
            return constructor.newInstance(pool);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName(), e);
        }
    }

    /// The program with this name as far as kernels.
    static Compiler.Lowered lowered(Source source, String name) {
        var diagnostics = new Diagnostics();
        var compiler = new Compiler(Library.resources(Compiled.class.getClassLoader()), List.of());
        return compiler.elaborate(List.of(source), diagnostics).programs().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .flatMap(p -> compiler.lower(p, diagnostics))
                .orElseThrow(() -> new IllegalStateException(text(diagnostics)));
    }

    private static Class<?> load(Source source, String name) {
        var loader = Compiled.class.getClassLoader();
        var lowered = lowered(source, name);
        var classes = JavaBuild.compile(lowered.java(Width.ofThisMachine()));
        try {
            return JavaBuild.loader(classes, loader)
                    .loadClass(lowered.program().packageName() + "." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static String text(Diagnostics diagnostics) {
        return new TextRenderer(false).render(diagnostics.sorted());
    }
}
