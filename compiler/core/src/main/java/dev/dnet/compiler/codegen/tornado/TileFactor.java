package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.Lane;
import dev.dnet.compiler.codegen.jvm.kernel.SweepPlan;
import dev.dnet.compiler.codegen.jvm.kernel.TermWriter;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Linear;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.runtime.ElementType;

import java.util.List;

/// One factor of a tiled product: how the threads of a group bring the part of it that the next
/// terms need to local memory, `depth` lines of as many elements as the tile has rows (or columns).
/// What lies outside of the matrix, or of the factor's guard, is zero there.
final class TileFactor {
    private final String name;
    private final Kernel.Operand operand;
    private final List<Axis> across;
    private final List<Axis> along;
    private final int width;
    private final Tile tile;
    private final KernelNames names;
    private final TermWriter terms;
    private final boolean isAlong;
    private final String array;

    /// @param name of the factor in the code
    /// @param across the axes of the tile's rows (or columns)
    /// @param along the reduce axes
    /// @param width the tile's rows (or columns)
    TileFactor(
            String name,
            Kernel.Operand operand,
            List<Axis> across,
            List<Axis> along,
            int width,
            Tile tile,
            KernelNames names,
            LocalMemory memory) {
        this.name = name;
        this.operand = operand;
        this.across = across;
        this.along = along;
        this.width = width;
        this.tile = tile;
        this.names = names;
        var none = new Stage.Sweep(List.of(), List.of(), List.of());
        this.terms = new TermWriter(names, none.terms(), SweepPlan.of(none, List.of()));
        this.isAlong = isAlong();
        this.array = memory.array("shared" + name, type(), tile.depth() * line());
    }

    /// Whether neighbouring threads read neighbouring terms of one row, not neighbouring rows: what
    /// is longer contiguous.
    private boolean isAlong() {
        return run(along) > run(across);
    }

    private long run(List<Axis> axes) {
        return axes.stream()
                .filter(a -> Linear.isUnit(operand.index(), a))
                .mapToLong(a -> a.extent().constant().orElse(Long.MAX_VALUE))
                .max()
                .orElse(0);
    }

    private ElementType type() {
        return names.type(operand.buffer()).arithmetic();
    }

    /// From one line to the next. Threads that write a row each write to different banks then.
    private int line() {
        return isAlong ? width + 1 : width;
    }

    /// Neighbouring threads read so many neighbours.
    private int neighbours() {
        return isAlong ? tile.depth() : width;
    }

    /// Whether all threads read neighbours, so that they are all at one term (or row).
    private boolean isOneLine() {
        return tile.threads() == neighbours();
    }

    /// What is the same in all loads of a thread: its row, or its place among the terms of a step.
    void begin(CodeBlock.Builder code) {
        int bits = Integer.numberOfTrailingZeros(neighbours());
        if (isOneLine()) {
            code.addStatement("final int low$L = thread", name);
        } else {
            code.addStatement("final int low$L = thread & $L", name, neighbours() - 1);
            code.addStatement("final int high$L = thread >> $L", name, bits);
        }
        if (!isAlong) {
            row(code, "low" + name);
        }
    }

    private void row(CodeBlock.Builder code, String number) {
        code.addStatement("final int row$L = first$L + $L", name, name, number);
        decode(code, across, "row" + name);
    }

    private void term(CodeBlock.Builder code, String number) {
        code.addStatement("final int term = step + $L", number);
        decode(code, along, "term");
    }

    private void decode(CodeBlock.Builder code, List<Axis> axes, String from) {
        names.decode(axes, from, from).forEach(s -> code.addStatement("$L", s));
    }

    /// The loads of a thread for the terms from `step` on: each time that all threads read, they go
    /// on by so many rows, or terms.
    ///
    /// @param rows how many there are in all, as Java
    /// @param to the end of the terms, as Java
    void load(CodeBlock.Builder code, String rows, String to) {
        int elements = tile.depth() * width;
        int parts = Math.max(1, elements / tile.threads());
        boolean all = elements >= tile.threads();
        code.add(all ? "{\n" : "if (thread < " + elements + ") {\n").indent();
        if (isAlong) {
            term(code, "low" + name);
        }
        if (parts > 1) {
            code.beginControlFlow("for (int part = 0; part < $L + none; part++)", parts);
        }
        code.addStatement("final int high = $L", high(parts));
        if (isAlong) {
            row(code, "high");
        } else {
            term(code, "high");
        }
        store(code, rows, to);
        if (parts > 1) {
            code.endControlFlow();
        }
        code.unindent().add("}\n");
    }

    private String high(int parts) {
        if (isOneLine()) {
            return parts > 1 ? "part" : "0";
        }
        int further = tile.threads() / neighbours();
        return "high" + name + (parts > 1 ? " + part * " + further : "");
    }

    private void store(CodeBlock.Builder code, String rows, String to) {
        var guard = operand.guard().isAlways() ? "" : " && " + terms.guard(operand.guard());
        var inside = "row%s < %s && term < %s%s".formatted(name, rows, to, guard);
        code.addStatement(
                "$L[$L] = $L ? $L : $L",
                array,
                isAlong
                        ? "low" + name + " * " + line() + " + high"
                        : "high * " + line() + " + low" + name,
                inside,
                names.scalars().load(terms.place(operand.buffer(), operand.index())),
                Lane.of(type()).literal(0));
    }

    /// The element of a row (or column) in the line `deep`, as Java.
    String element(String row) {
        return "%s[deep * %d + %s]".formatted(array, line(), row);
    }
}
