package dev.dnet.compiler.fusion;

import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.loops.Touched;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Drops stores that nobody reads, and the steps that only they needed: what was fused into all its
/// consumers needs no memory after all.
final class Prune {
    private final List<Buffer> buffers;
    private final Set<Integer> read = new HashSet<>();

    private Prune(List<Buffer> buffers, List<Kernel> kernels) {
        this.buffers = buffers;
        kernels.forEach(k -> read.addAll(Touched.by(k).memory(buffers).reads()));
    }

    static List<Kernel> unread(List<Kernel> kernels, List<Buffer> buffers) {
        var prune = new Prune(buffers, kernels);
        return kernels.stream().map(prune::kernel).toList();
    }

    private Kernel kernel(Kernel kernel) {
        if (!(kernel instanceof Kernel.Loops loops)) {
            return kernel;
        }
        var stages = new ArrayList<Stage>();
        for (var stage : loops.stages()) {
            switch (stage) {
                case Stage.Accumulate a -> stages.add(a);
                case Stage.Sweep s -> stages.add(sweep(s));
            }
        }
        return new Kernel.Loops(loops.name(), loops.spans(), loops.outer(), stages);
    }

    private Stage.Sweep sweep(Stage.Sweep sweep) {
        var kept = sweep.actions().stream().filter(this::isNeeded).toList();
        var needed = new BitSet();
        kept.forEach(a -> mark(sweep.terms(), value(a), needed));
        for (var action : kept) {
            if (action instanceof Stage.Action.Store s) {
                markIndex(sweep.terms(), s.index(), needed);
            }
        }
        return rebuild(sweep, kept, needed);
    }

    private boolean isNeeded(Stage.Action action) {
        int target =
                switch (action) {
                    case Stage.Action.Store s -> s.target();
                    case Stage.Action.Fold f -> f.target();
                };
        return switch (buffers.get(target).place()) {
            case Buffer.Place.Arena a -> read.contains(target);
            case Buffer.Place.Local l -> read.contains(target);
            case Buffer.Place.Argument a -> true;
            case Buffer.Place.Variable v -> true;
            case Buffer.Place.Result r -> true;
            case Buffer.Place.View v -> true;
            case Buffer.Place.Key k -> true;
            case Buffer.Place.Step s -> true;
        };
    }

    private static int value(Stage.Action action) {
        return switch (action) {
            case Stage.Action.Store s -> s.value();
            case Stage.Action.Fold f -> f.value();
        };
    }

    private static void mark(List<Term> terms, int step, BitSet needed) {
        if (needed.get(step)) {
            return;
        }
        needed.set(step);
        switch (terms.get(step)) {
            case Term.Apply a -> a.args().forEach(x -> mark(terms, x, needed));
            case Term.Load l -> {
                l.index().forEach(i -> markIndex(terms, i, needed));
                l.guard().checks().forEach(c -> markCheck(terms, c, needed));
            }
            case Term.Index i -> markIndex(terms, i.value(), needed);
            case Term.Const c -> {}
        }
    }

    private static void markCheck(List<Term> terms, Guard.Check check, BitSet needed) {
        switch (check) {
            case Guard.Check.InRange r -> markIndex(terms, r.value(), needed);
            case Guard.Check.Divides d -> markIndex(terms, d.value(), needed);
        }
    }

    private static void markIndex(List<Term> terms, Size index, BitSet needed) {
        for (var symbol : index.symbols()) {
            if (symbol.startsWith("%")) {
                mark(terms, Integer.parseInt(symbol.substring(1)), needed);
            }
        }
    }

    private static Stage.Sweep rebuild(
            Stage.Sweep sweep, List<Stage.Action> actions, BitSet needed) {
        var at = new int[sweep.terms().size()];
        var terms = new ArrayList<Term>();
        Map<String, Size> names = new HashMap<>();
        for (int k = needed.nextSetBit(0); k >= 0; k = needed.nextSetBit(k + 1)) {
            at[k] = terms.size();
            terms.add(renumber(sweep.terms().get(k), at, names));
            names.put("%" + k, Size.symbol("%" + at[k]));
        }
        var moved = new ArrayList<Stage.Action>();
        for (var action : actions) {
            moved.add(
                    switch (action) {
                        case Stage.Action.Store s ->
                                new Stage.Action.Store(
                                        s.target(), s.index().substitute(names), at[s.value()]);
                        case Stage.Action.Fold f ->
                                new Stage.Action.Fold(f.reducer(), at[f.value()], f.target());
                    });
        }
        return new Stage.Sweep(sweep.axes(), terms, moved);
    }

    private static Term renumber(Term term, int[] at, Map<String, Size> names) {
        return switch (term) {
            case Term.Const c -> c;
            case Term.Index i -> new Term.Index(i.type(), i.value().substitute(names));
            case Term.Load l ->
                    new Term.Load(
                            l.type(),
                            l.operand(),
                            l.index().stream().map(i -> i.substitute(names)).toList(),
                            l.guard().substitute(names));
            case Term.Apply a ->
                    new Term.Apply(a.type(), a.fn(), a.args().stream().map(x -> at[x]).toList());
        };
    }
}
