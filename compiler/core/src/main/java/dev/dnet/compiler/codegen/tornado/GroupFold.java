package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.Lane;
import dev.dnet.compiler.codegen.jvm.kernel.SweepPlan;
import dev.dnet.compiler.codegen.jvm.kernel.SweepWriter;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.runtime.ElementType;

/// A fold that a group does: each thread its own elements, then all of them in local memory.
/// Positions are those of the first among equals; an element that is not a number is only taken
/// where it is the very first, as one thread would do.
final class GroupFold {
    /// The position of threads that took nothing.
    private static final String NONE = "Integer.MAX_VALUE";

    private final Stage.Action.Fold fold;
    private final ElementType type;
    private final String target;
    private final String shared;
    private final String places;

    /// @param type that of the elements
    /// @param number of the fold among those of its sweep
    GroupFold(
            Stage.Action.Fold fold,
            ElementType type,
            KernelNames names,
            LocalMemory memory,
            int threads,
            int number) {
        this.fold = fold;
        this.type = type;
        this.target = names.buffer(fold.target());
        this.shared = memory.array("shared" + Lane.of(type).species() + number, type, threads);
        this.places =
                isPosition() ? memory.array("sharedAt" + number, ElementType.I32, threads) : "";
    }

    Stage.Action.Fold fold() {
        return fold;
    }

    private boolean isPosition() {
        return !SweepPlan.isFold(fold.reducer());
    }

    private String start() {
        var kind =
                switch (fold.reducer()) {
                    case ARG_MAX -> Reducer.MAX;
                    case ARG_MIN -> Reducer.MIN;
                    case SUM, PRODUCT, MAX, MIN, NONE -> fold.reducer();
                };
        return Lane.of(type).literal(SweepWriter.identity(kind, type));
    }

    void begin(CodeBlock.Builder code) {
        if (isPosition()) {
            code.addStatement("$T $LBest = $L", Lane.of(type).java(), target, start());
            code.addStatement("int $LAt = $L", target, NONE);
        } else {
            code.addStatement("$L = $L", target, start());
        }
    }

    /// Takes an element of the thread, by its place in the order of the loops.
    void take(CodeBlock.Builder code, String value, String place) {
        if (isPosition()) {
            var first = place + " == 0 || ";
            choose(code, first, value, place, target + "Best", target + "At");
        } else {
            combine(code, target, value);
        }
    }

    /// The result of a thread that took all there is.
    void alone(CodeBlock.Builder code) {
        if (isPosition()) {
            code.addStatement("$L = $LAt == $L ? 0 : $LAt", target, target, NONE, target);
        }
    }

    /// Shows the others what the thread has.
    void share(CodeBlock.Builder code) {
        code.addStatement("$L[thread] = $L", shared, isPosition() ? target + "Best" : target);
        if (isPosition()) {
            code.addStatement("$L[thread] = $LAt", places, target);
        }
    }

    /// In shared memory the thread's place takes what is in another.
    void meet(CodeBlock.Builder code, String other) {
        if (isPosition()) {
            choose(
                    code,
                    "",
                    at(shared, other),
                    at(places, other),
                    at(shared, "thread"),
                    at(places, "thread"));
        } else {
            combine(code, at(shared, "thread"), at(shared, other));
        }
    }

    /// The thread starts with what is in a place of shared memory.
    void fetch(CodeBlock.Builder code, String other) {
        code.addStatement("$L = $L", isPosition() ? target + "Best" : target, at(shared, other));
        if (isPosition()) {
            code.addStatement("$LAt = $L", target, at(places, other));
        }
    }

    /// The thread takes what is in another place.
    void fetchMore(CodeBlock.Builder code, String other) {
        if (isPosition()) {
            choose(code, "", at(shared, other), at(places, other), target + "Best", target + "At");
        } else {
            combine(code, target, at(shared, other));
        }
    }

    private static String at(String array, String index) {
        return array + "[" + index + "]";
    }

    private void combine(CodeBlock.Builder code, String to, String value) {
        code.addStatement("$L = $L", to, SweepWriter.combine(fold.reducer(), to, value));
    }

    private void choose(
            CodeBlock.Builder code, String or, String value, String place, String best, String at) {
        var sign = fold.reducer() == Reducer.ARG_MAX ? ">" : "<";
        code.beginControlFlow(
                "if ($L$L)",
                or,
                "%1$s %2$s %3$s || %1$s == %3$s && %4$s < %5$s"
                        .formatted(value, sign, best, place, at));
        code.addStatement("$L = $L", best, value);
        code.addStatement("$L = $L", at, place);
        code.endControlFlow();
    }
}
