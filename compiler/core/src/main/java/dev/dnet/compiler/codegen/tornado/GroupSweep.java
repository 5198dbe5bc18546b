package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.codegen.jvm.kernel.IndexCode;
import dev.dnet.compiler.codegen.jvm.kernel.KernelNames;
import dev.dnet.compiler.codegen.jvm.kernel.SweepPlan;
import dev.dnet.compiler.codegen.jvm.kernel.TermWriter;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A sweep that the threads of a point share: thread `k` has every element whose number among those
/// of the loops leaves the rest `k`. A sweep without loops is done by each of them, apart from what
/// it writes.
final class GroupSweep {
    private final KernelNames names;
    private final Stage.Sweep sweep;
    private final GroupKernel.Shape shape;
    private final Optional<Axis> piece;
    private final TermWriter terms;
    private final IndexCode index;
    private final List<GroupFold> folds = new ArrayList<>();
    private final CodeBlock.Builder code;

    GroupSweep(
            KernelNames names,
            Stage.Sweep sweep,
            List<Buffer> buffers,
            LocalMemory memory,
            GroupKernel.Shape shape,
            Optional<Axis> piece,
            CodeBlock.Builder code) {
        this.names = names;
        this.sweep = sweep;
        this.shape = shape;
        this.piece = piece;
        this.terms = new TermWriter(names, sweep.terms(), SweepPlan.of(sweep, buffers));
        this.index = new IndexCode(names::symbol);
        this.code = code;
        for (var action : sweep.actions()) {
            if (action instanceof Stage.Action.Fold f) {
                var type = sweep.terms().get(f.value()).type();
                folds.add(new GroupFold(f, type, names, memory, shape.threads(), folds.size()));
            }
        }
    }

    /// @param inPlace whether it writes what it reads
    void write(boolean inPlace) {
        folds.forEach(f -> f.begin(code));
        terms.scalars(code, 0);
        if (sweep.axes().isEmpty()) {
            scalars(inPlace);
        } else {
            loop();
        }
    }

    private void scalars(boolean inPlace) {
        folds.forEach(f -> f.take(code, terms.scalarName(f.fold().value()), "0"));
        folds.forEach(f -> f.alone(code));
        var stores = sweep.stores();
        stores.stream()
                .filter(s -> names.isLocal(s.target()))
                .forEach(s ->
                        code.addStatement(
                                "$L = $L", names.buffer(s.target()), terms.scalarName(s.value())));
        var writes = stores.stream().filter(s -> !names.isLocal(s.target())).toList();
        if (!writes.isEmpty()) {
            if (inPlace) {
                code.addStatement("context.globalBarrier()");
            }
            code.beginControlFlow(
                    shape.across() == 1 ? "if (thread == 0)" : "if (lane == 0 && own == point)");
            writes.forEach(this::store);
            code.endControlFlow();
        }
    }

    private void loop() {
        var rank = sweep.axes().size();
        var total = Axis.points(sweep.axes());
        piece.ifPresent(p -> piece(p, total));
        var at = rank == 1 ? names.axis(sweep.axes().getFirst().name()) : "flat";
        code.beginControlFlow(
                "for (int $L = $L$L; $L < $L; $L += $L)",
                at,
                piece.isPresent() ? "from + " : "",
                shape.across() == 1 ? "thread" : "lane",
                at,
                piece.isPresent() ? "to" : index.print(total),
                at,
                shape.lanes());
        if (rank > 1) {
            names.decode(sweep.axes(), at, at).forEach(s -> code.addStatement("$L", s));
        }
        for (int depth = 1; depth <= rank; depth++) {
            terms.scalars(code, depth);
        }
        writes();
        folds.forEach(f -> f.take(code, terms.scalarName(f.fold().value()), at));
        code.endControlFlow();
        if (!folds.isEmpty()) {
            meet();
        }
    }

    private void piece(Axis axis, Size total) {
        var share = total.plus(axis.extent()).minus(1).floorDiv(axis.extent());
        code.addStatement("final int share = $L", index.print(share));
        code.addStatement("final int from = $L * share", names.axis(axis.name()));
        code.addStatement("final int to = Math.min($L, from + share)", index.print(total));
    }

    private void writes() {
        if (sweep.stores().isEmpty() || shape.across() == 1) {
            sweep.stores().forEach(this::store);
            return;
        }
        code.beginControlFlow("if (own == point)");
        sweep.stores().forEach(this::store);
        code.endControlFlow();
    }

    /// A few threads take what the others have, then every thread what those have: two steps of
    /// about equal length wait for each other less often than halves do. The last barrier is for
    /// those that use the memory next.
    private void meet() {
        int across = shape.across();
        int few = across * (1 << (Integer.numberOfTrailingZeros(shape.lanes()) / 2));
        folds.forEach(f -> f.share(code));
        code.addStatement("context.localBarrier()");
        code.beginControlFlow("if (thread < $L)", few);
        code.beginControlFlow(
                "for (int other = thread + $L; other < $L; other += $L)",
                few,
                shape.threads(),
                few);
        folds.forEach(f -> f.meet(code, "other"));
        code.endControlFlow();
        code.endControlFlow();
        code.addStatement("context.localBarrier()");
        var first = across == 1 ? "0" : "thread % " + across;
        folds.forEach(f -> f.fetch(code, first));
        code.beginControlFlow(
                "for (int other = $L; other < $L; other += $L)",
                across == 1 ? "1" : first + " + " + across,
                few,
                across);
        folds.forEach(f -> f.fetchMore(code, "other"));
        code.endControlFlow();
        folds.forEach(f -> f.alone(code));
        code.addStatement("context.localBarrier()");
    }

    private void store(Stage.Action.Store store) {
        var place = terms.place(store.target(), store.index());
        var value = CodeBlock.of("$L", terms.scalarName(store.value()));
        code.addStatement("$L", names.scalars().store(place, value));
    }
}
