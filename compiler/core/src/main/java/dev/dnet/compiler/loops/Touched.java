package dev.dnet.compiler.loops;

import dev.dnet.compiler.nest.Term;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// The buffers that a kernel reads and writes.
public record Touched(SortedSet<Integer> reads, SortedSet<Integer> writes) {

    public static Touched by(Kernel kernel) {
        var touched = new Touched(new TreeSet<>(), new TreeSet<>());
        switch (kernel) {
            case Kernel.Loops k -> k.stages().forEach(touched::add);
            case Kernel.Contraction k -> touched.add(k);
            case Kernel.Scatter k -> {
                touched.loads(k.body().terms());
                touched.reads.add(k.start());
                touched.writes.add(k.target());
            }
            case Kernel.Routine k -> {
                touched.reads.addAll(k.operands());
                touched.writes.add(k.target());
            }
        }
        return touched;
    }

    /// The same with the buffers that views are parts of in their place.
    public Touched memory(List<Buffer> buffers) {
        return new Touched(bases(reads, buffers), bases(writes, buffers));
    }

    private static SortedSet<Integer> bases(SortedSet<Integer> ids, List<Buffer> buffers) {
        var bases = new TreeSet<Integer>();
        ids.forEach(id -> bases.add(Buffer.base(buffers, id)));
        return bases;
    }

    public SortedSet<Integer> all() {
        var all = new TreeSet<>(reads);
        all.addAll(writes);
        return all;
    }

    private void add(Kernel.Contraction k) {
        reads.add(k.left().buffer());
        reads.add(k.right().buffer());
        writes.add(k.target());
        k.epilogue()
                .ifPresent(e -> {
                    loads(e.terms());
                    e.stores().forEach(s -> writes.add(s.target()));
                });
    }

    private void add(Stage stage) {
        loads(stage.terms());
        switch (stage) {
            case Stage.Accumulate a -> writes.add(a.target());
            case Stage.Sweep s -> s.actions().forEach(this::add);
        }
    }

    private void add(Stage.Action action) {
        switch (action) {
            case Stage.Action.Store s -> writes.add(s.target());
            case Stage.Action.Fold f -> writes.add(f.target());
        }
    }

    private void loads(List<Term> terms) {
        for (var term : terms) {
            if (term instanceof Term.Load load && load.operand() >= 0) {
                reads.add(load.operand());
            }
        }
    }
}
