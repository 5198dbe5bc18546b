package dev.dnet.compiler.loops;

import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.source.Span;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The text of an entry point as kernels, for people:
///
/// ```
/// program step (N)
///   b3 hidden: f32[N, 64] in arena slot 1
///   kernel 2 relu  # net.dnet:8:5
///     for i < N, j < 64 [shared by threads]
///       %0 = load b2[64 * i + j]
///       b3[64 * i + j] = %0
/// ```
public final class LoopPrinter {
    private final LoopProgram program;
    private final StringBuilder text = new StringBuilder();

    private LoopPrinter(LoopProgram program) {
        this.program = program;
    }

    public static String print(LoopProgram program) {
        return new LoopPrinter(program).program();
    }

    private String program() {
        line(
                0,
                "program "
                        + program.name()
                        + (program.symbols().isEmpty() ? "" : " " + program.symbols()));
        program.buffers()
                .forEach(b ->
                        line(1, name(b.id()) + " " + b.name() + ": " + b.type() + " " + place(b)));
        int slot = 0;
        for (var s : program.memory().slots()) {
            line(1, "slot " + slot++ + ": " + s.bytes() + " bytes");
        }
        for (var repeat : program.repeats()) {
            var turns =
                    repeat.length()
                            .map(l -> " for " + repeat.turn() + " in 1 .. " + l)
                            .orElseGet(() ->
                                    " while "
                                            + name(repeat.condition().orElseThrow())
                                            + ", turn "
                                            + repeat.turn());
            line(1, "kernels " + repeat.from() + " to " + (repeat.to() - 1) + turns);
        }
        int number = 0;
        for (var kernel : program.kernels()) {
            var places =
                    kernel.spans().stream()
                            .filter(s -> !s.isNone())
                            .map(Span::toString)
                            .distinct()
                            .collect(Collectors.joining(", "));
            line(
                    1,
                    "kernel "
                            + number++
                            + " "
                            + kernel.name()
                            + (places.isEmpty() ? "" : "  # " + places));
            kernel(kernel);
        }
        return text.toString();
    }

    private String place(Buffer buffer) {
        return switch (buffer.place()) {
            case Buffer.Place.Argument a -> "argument \"" + a.name() + "\"";
            case Buffer.Place.Variable v -> "variable \"" + v.path() + "\"";
            case Buffer.Place.Result r -> "result \"" + r.name() + "\"";
            case Buffer.Place.Key k -> "key";
            case Buffer.Place.Step s -> "step";
            case Buffer.Place.Arena a ->
                    "in arena slot " + program.memory().slotOfBuffer().get(buffer.id());
            case Buffer.Place.View v -> "is " + name(v.base()) + " from [" + v.offset() + "]";
            case Buffer.Place.Local l -> "local";
        };
    }

    private void kernel(Kernel kernel) {
        switch (kernel) {
            case Kernel.Loops k -> {
                int depth = loop(2, k.outer(), " [shared by threads]");
                k.stages().forEach(s -> stage(depth, s));
            }
            case Kernel.Contraction k -> contraction(k);
            case Kernel.Scatter k -> {
                line(2, name(k.target()) + " = " + name(k.start()));
                int depth = loop(2, k.domain(), " ascending");
                terms(depth, k.body().terms());
                line(
                        depth,
                        name(k.target())
                                + "["
                                + k.index()
                                + (k.replaces() ? "] = %" : "] += %")
                                + k.body().result()
                                + guard(k.guard()));
            }
            case Kernel.Routine k ->
                    line(
                            2,
                            name(k.target())
                                    + " = "
                                    + k.routine()
                                    + "("
                                    + k.operands().stream()
                                            .map(this::name)
                                            .collect(Collectors.joining(", "))
                                    + ") sizes "
                                    + k.sizes()
                                    + (k.texts().isEmpty() ? "" : " or an error"));
        }
    }

    private void contraction(Kernel.Contraction k) {
        int depth =
                loop(
                        loop(loop(2, k.batch(), " [batch]"), k.rows(), " [rows]"),
                        k.columns(),
                        " [columns]");
        line(depth, name(k.target()) + "[" + k.index() + "] = sum over " + axes(k.reduce()));
        line(depth + 1, operand(k.left()));
        line(depth + 1, "* " + operand(k.right()));
        k.epilogue()
                .ifPresent(e -> {
                    line(depth, "then" + (e.keepSum() ? " (the sum is kept)" : ""));
                    terms(depth + 1, e.terms());
                    e.stores().forEach(s -> action(depth + 1, s));
                });
    }

    private String operand(Kernel.Operand operand) {
        return name(operand.buffer()) + "[" + operand.index() + "]" + guard(operand.guard());
    }

    private void stage(int depth, Stage stage) {
        switch (stage) {
            case Stage.Sweep s -> {
                int inner = loop(depth, s.axes(), "");
                terms(inner, s.terms());
                s.actions().forEach(a -> action(inner, a));
            }
            case Stage.Accumulate a -> {
                int inner = loop(loop(depth, a.map(), ""), a.reduce(), " ascending");
                terms(inner, a.terms());
                line(
                        inner,
                        name(a.target())
                                + "["
                                + a.index()
                                + "] "
                                + word(a.reducer())
                                + "= %"
                                + a.value());
            }
        }
    }

    private void action(int depth, Stage.Action action) {
        switch (action) {
            case Stage.Action.Store s ->
                    line(depth, name(s.target()) + "[" + s.index() + "] = %" + s.value());
            case Stage.Action.Fold f ->
                    line(depth, name(f.target()) + " " + word(f.reducer()) + "= %" + f.value());
        }
    }

    private void terms(int depth, List<Term> terms) {
        for (int i = 0; i < terms.size(); i++) {
            line(depth, "%" + i + " = " + term(terms.get(i)));
        }
    }

    private String term(Term term) {
        return switch (term) {
            case Term.Const c -> c.type().dnetName() + " " + c.value();
            case Term.Index i -> i.type().dnetName() + " index " + i.value();
            case Term.Load l -> "load " + name(l.operand()) + l.index() + guard(l.guard());
            case Term.Apply a ->
                    word(a.fn())
                            + "("
                            + a.args().stream().map(x -> "%" + x).collect(Collectors.joining(", "))
                            + ")";
        };
    }

    private static String guard(Guard guard) {
        var checks =
                guard.checks().stream()
                        .map(LoopPrinter::check)
                        .collect(Collectors.joining(" and "));
        return checks.isEmpty() ? "" : " where " + checks;
    }

    private static String check(Guard.Check check) {
        return switch (check) {
            case Guard.Check.InRange r -> "0 <= " + r.value() + " < " + r.extent();
            case Guard.Check.Divides d -> d.divisor() + " divides " + d.value();
        };
    }

    private int loop(int depth, List<Axis> axes, String how) {
        if (axes.isEmpty()) {
            return depth;
        }
        line(depth, "for " + axes(axes) + how);
        return depth + 1;
    }

    private static String axes(List<Axis> axes) {
        return axes.stream().map(Axis::toString).collect(Collectors.joining(", "));
    }

    /// Operand -1 is the finished sum of a contraction.
    private String name(int buffer) {
        return buffer < 0 ? "sum" : (program.buffer(buffer).isLocal() ? "s" : "b") + buffer;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void line(int depth, String content) {
        text.append("  ".repeat(depth)).append(content).append('\n');
    }
}
