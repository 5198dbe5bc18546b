package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.QualifiedName;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// From source files to programs. Every `train` block of the root files becomes a program, and
/// every model that can be made without arguments.
public final class Elaborator {
    /// Models and calls nest; each level takes some frames of Java's stack.
    private static final long STACK = 512L << 20;

    private final Library library;
    private final TrainArguments arguments;
    private final Reporter reporter;
    private final Packages packages;
    private final List<Program> programs = new ArrayList<>();
    private final List<TrainSettings> settings = new ArrayList<>();

    private Elaborator(Library library, TrainArguments arguments, Diagnostics diagnostics) {
        this.library = library;
        this.arguments = arguments;
        this.reporter = new Reporter(diagnostics);
        this.packages = new Packages(library, reporter);
    }

    /// Elaborates the files, with packages from the library. Every error is added to `diagnostics`;
    /// where there are any, there are no programs.
    public static Elaboration elaborate(
            List<Source> roots, Library library, Diagnostics diagnostics) {
        return elaborate(roots, library, TrainArguments.NONE, diagnostics);
    }

    /// The same, with values for parameters of `train` blocks.
    public static Elaboration elaborate(
            List<Source> roots,
            Library library,
            TrainArguments arguments,
            Diagnostics diagnostics) {
        var result = new AtomicReference<>(Elaboration.empty());
        var failure = new AtomicReference<Optional<Throwable>>(Optional.empty());
        var thread =
                new Thread(
                        null,
                        () ->
                                result.set(
                                        new Elaborator(library, arguments, diagnostics).run(roots)),
                        "elaborate",
                        STACK);
        thread.setUncaughtExceptionHandler((t, thrown) -> failure.set(Optional.of(thrown)));
        thread.start();
        join(thread);
        failure.get()
                .ifPresent(thrown -> {
                    throw new IllegalStateException("elaboration failed", thrown);
                });
        return result.get();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// Where the declarations of a file are evaluated: models made on the top level are named after
    /// their `let`.
    static Env fileEnv(Scope scope) {
        return new Env(
                scope,
                "",
                Optional.of(""),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Elaboration run(List<Source> roots) {
        var units = packages.load(roots);
        if (packages.hasSyntaxErrors()) {
            return Elaboration.empty();
        }
        for (var unit : units) {
            new NameCheck(reporter, new Elsewhere(library, unit.file()))
                    .check(unit.file().declarations(), unit.scope());
        }
        units.forEach(this::unit);
        reporter.requireReasons();
        return reporter.diagnostics().hasErrors()
                ? Elaboration.empty()
                : new Elaboration(programs, settings);
    }

    private void unit(Packages.Unit unit) {
        var packageName = unit.file().packageName().map(QualifiedName::text).orElse("");
        for (var declaration : unit.file().declarations()) {
            switch (declaration) {
                case Decl.Model m ->
                        new ModelProgram(m, unit.scope(), packageName, reporter)
                                .elaborate()
                                .ifPresent(programs::add);
                case Decl.Train t -> {
                    var block = arguments.into(t);
                    var training = new Training(block, unit.scope(), packageName, reporter);
                    programs.add(training.elaborate());
                    settings.add(training.settings());
                }
                case Decl.Load l ->
                        reporter.report(
                                Diagnostic.error(
                                        "load/place",
                                        l.span(),
                                        "`load` stands in a `train` block"));
                case Decl d -> {}
            }
        }
    }
}
