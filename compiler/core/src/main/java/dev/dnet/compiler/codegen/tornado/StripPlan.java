package dev.dnet.compiler.codegen.tornado;

import dev.dnet.compiler.codegen.jvm.kernel.SweepPlan;
import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which of the three loops of a [StripSweep] does which terms of the innermost axis.
final class StripPlan {
    private final Stage.Sweep sweep;
    private final SweepPlan plan;
    private final Set<Integer> brought = new TreeSet<>();
    private final Set<Integer> kept = new TreeSet<>();

    StripPlan(Stage.Sweep sweep, SweepPlan plan) {
        this.sweep = sweep;
        this.plan = plan;
        for (int k = sweep.terms().size() - 1; k >= 0; k--) {
            if (sweep.terms().get(k) instanceof Term.Load) {
                bring(k);
            }
        }
        for (int k : computed()) {
            needs(k).stream().filter(brought::contains).forEach(kept::add);
        }
        sweep.actions().forEach(this::keep);
    }

    private void bring(int term) {
        if (plan.isInner(term) && brought.add(term)) {
            needs(term).forEach(this::bring);
        }
    }

    private void keep(Stage.Action action) {
        switch (action) {
            case Stage.Action.Store s -> {
                keep(s.value());
                data(s.index()).forEach(this::keep);
            }
            case Stage.Action.Fold f -> {
                if (brought.contains(f.value())) {
                    kept.add(f.value());
                }
            }
        }
    }

    private void keep(int term) {
        if (plan.isInner(term)) {
            kept.add(term);
        }
    }

    /// Loads, and what their indices need.
    Set<Integer> brought() {
        return brought;
    }

    /// What another loop needs than the one that has it.
    Set<Integer> kept() {
        return kept;
    }

    /// The terms that are not brought, in order.
    List<Integer> computed() {
        var all = new ArrayList<Integer>();
        for (int k = 0; k < sweep.terms().size(); k++) {
            if (plan.isInner(k) && !brought.contains(k)) {
                all.add(k);
            }
        }
        return all;
    }

    /// What is brought that the second loop needs.
    Set<Integer> read() {
        var all = new TreeSet<Integer>();
        computed().forEach(k -> all.addAll(needs(k)));
        for (var action : sweep.actions()) {
            if (action instanceof Stage.Action.Fold f) {
                all.add(f.value());
            }
        }
        all.retainAll(brought);
        return all;
    }

    /// What is kept that stores need.
    Set<Integer> stored() {
        var all = new TreeSet<Integer>();
        for (var action : sweep.actions()) {
            if (action instanceof Stage.Action.Store s) {
                all.add(s.value());
                all.addAll(data(s.index()));
            }
        }
        all.retainAll(kept);
        return all;
    }

    private Set<Integer> needs(int term) {
        return switch (sweep.terms().get(term)) {
            case Term.Const c -> Set.of();
            case Term.Index i -> data(i.value());
            case Term.Apply a -> new TreeSet<>(a.args());
            case Term.Load l -> {
                var all = new HashSet<Integer>();
                l.index().forEach(i -> all.addAll(data(i)));
                l.guard().checks().forEach(c -> all.addAll(data(c)));
                yield all;
            }
        };
    }

    private static Set<Integer> data(Guard.Check check) {
        var all = new HashSet<Integer>();
        switch (check) {
            case Guard.Check.InRange r -> {
                all.addAll(data(r.value()));
                all.addAll(data(r.extent()));
            }
            case Guard.Check.Divides d -> {
                all.addAll(data(d.value()));
                all.addAll(data(d.divisor()));
            }
        }
        return all;
    }

    /// The terms whose values are in an index.
    private static Set<Integer> data(Size index) {
        var all = new HashSet<Integer>();
        for (var symbol : index.symbols()) {
            if (symbol.startsWith("%")) {
                all.add(Integer.parseInt(symbol.substring(1)));
            }
        }
        return all;
    }
}
