package dev.dnet.compiler.fusion;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Joins roots that can share their outer loops: a consumer joins its producer's kernel where each
/// iteration reads only what the same iteration made, a sibling joins where both read the same
/// tensor in the same order. So the three sweeps of a soft-max run over one row while it is in the
/// cache.
///
/// Kernels keep the order in which they were begun; a root joins one only if everything else that
/// it reads is made in an earlier kernel.
final class Grouping {
    private static final int MAX_EPILOGUE_LOADS = 8;
    private static final int MAX_MEMBERS = 24;

    private final boolean fuse;
    private final List<Unit> units = new ArrayList<>();
    private final Map<Integer, Integer> unitOf = new HashMap<>();

    /// By value: the units that make or read it. No others can take in a root that reads it.
    private final Map<Integer, Set<Integer>> touching = new HashMap<>();

    Grouping(boolean fuse) {
        this.fuse = fuse;
    }

    List<Unit> units() {
        return units;
    }

    void add(Unit unit) {
        units.add(unit);
        unit.values().forEach(v -> unitOf.put(v, units.size() - 1));
    }

    void add(Root root) {
        if (!fuse || !join(root)) {
            begin(root);
        }
        int unit = requireNonNull(unitOf.get(root.value()));
        touch(root.value(), unit);
        root.loads().forEach(l -> touch(l.operand(), unit));
    }

    private void touch(int value, int unit) {
        touching.computeIfAbsent(value, v -> new TreeSet<>()).add(unit);
    }

    private void begin(Root root) {
        if (root.isContraction()) {
            add(new Unit.Product(root));
        } else if (!root.isMap() && keepsInnermost(root)) {
            add(new Unit.Rows(root));
        } else {
            add(single(root));
        }
    }

    private Unit single(Root root) {
        var outer = new ArrayList<Axis>();
        var names = new HashMap<String, String>();
        for (var axis : root.out()) {
            var own = new Axis("o" + units.size() + "x" + outer.size(), axis.extent());
            names.put(axis.name(), own.name());
            outer.add(own);
        }
        var unit = new Unit.Loops(outer);
        unit.members.add(new Unit.Member(root, names));
        return unit;
    }

    /// Whether the reduction's largest operand is contiguous along an axis that is kept.
    private static boolean keepsInnermost(Root root) {
        var main = root.loads().filter(l -> !l.index().isEmpty()).max((a, b) -> rank(a) - rank(b));
        if (main.isEmpty() || root.out().isEmpty()) {
            return false;
        }
        var last = main.get().index().getLast();
        return root.reduce().stream().noneMatch(r -> last.symbols().contains(r.name()))
                && root.out().stream().anyMatch(o -> last.symbols().contains(o.name()));
    }

    private static int rank(Term.Load load) {
        return load.index().size();
    }

    private boolean join(Root root) {
        int earliest =
                root.loads().mapToInt(l -> unitOf.getOrDefault(l.operand(), -1)).max().orElse(-1);
        var candidates = new TreeSet<Integer>();
        root.loads().forEach(l -> candidates.addAll(touching.getOrDefault(l.operand(), Set.of())));
        for (int u : candidates.descendingSet()) {
            if (u >= earliest && tryJoin(root, u)) {
                unitOf.put(root.value(), u);
                return true;
            }
        }
        return false;
    }

    private boolean tryJoin(Root root, int u) {
        return switch (units.get(u)) {
            case Unit.Loops loops -> joinLoops(root, loops, u);
            case Unit.Product product -> joinEpilogue(root, product, u);
            case Unit.Rows rows -> false;
            case Unit.Scatter scatter -> false;
            case Unit.Routine routine -> false;
            case Unit.Turns turns -> false;
        };
    }

    // Epilogues of contractions.

    private boolean joinEpilogue(Root root, Unit.Product product, int u) {
        boolean fits =
                root.isMap()
                        && extents(root.out()).equals(extents(product.root().out()))
                        && root.loads().count() <= MAX_EPILOGUE_LOADS
                        && root.loads().anyMatch(l -> unitOf.getOrDefault(l.operand(), -1) == u)
                        && root.loads()
                                .allMatch(l ->
                                        unitOf.getOrDefault(l.operand(), -1) != u
                                                || isOwnElement(root, l));
        if (fits) {
            product.epilogue().add(root);
        }
        return fits;
    }

    private static boolean isOwnElement(Root root, Term.Load load) {
        return load.guard().isAlways()
                && load.index().equals(root.out().stream().map(Axis::index).toList());
    }

    // Shared outer loops.

    private boolean joinLoops(Root root, Unit.Loops unit, int u) {
        if (unit.members.size() >= MAX_MEMBERS || root.isContraction()) {
            return false;
        }
        if (!root.isMap() && keepsInnermost(root)) {
            return false;
        }
        var mapping =
                root.loads().anyMatch(l -> unitOf.getOrDefault(l.operand(), -1) == u)
                        ? consumerMapping(root, unit, u)
                        : siblingMapping(root, unit);
        if (mapping.isEmpty() || !fits(root, unit, mapping.get())) {
            return false;
        }
        shrink(unit, mapping.get());
        unit.members.add(new Unit.Member(root, inverse(mapping.get())));
        return true;
    }

    /// For each outer axis of the unit the out axis of the root that runs with it; axes that do not
    /// are left out.
    private Optional<Map<String, String>> consumerMapping(Root root, Unit.Loops unit, int u) {
        Map<String, String> mapping = new HashMap<>();
        var lost = new ArrayList<String>();
        for (var load : root.loads().toList()) {
            if (unitOf.getOrDefault(load.operand(), -1) != u) {
                continue;
            }
            var producer =
                    unit.members.stream()
                            .filter(m -> m.root.value() == load.operand())
                            .findFirst()
                            .orElseThrow();
            if (load.index().size() != producer.root.out().size() || !load.guard().isAlways()) {
                return Optional.empty();
            }
            for (var axis : unit.outer) {
                var own = outAxis(root, load.index().get(producer.dimension(axis.name())));
                if (own.isEmpty()
                        || !mapping.getOrDefault(axis.name(), own.get()).equals(own.get())) {
                    lost.add(axis.name());
                } else {
                    mapping.put(axis.name(), own.get());
                }
            }
        }
        lost.forEach(mapping::remove);
        return Optional.of(mapping);
    }

    /// The same by a tensor that both read; all outer axes must find a partner.
    private static Optional<Map<String, String>> siblingMapping(Root root, Unit.Loops unit) {
        for (var load : root.loads().toList()) {
            for (var member : unit.members) {
                for (var other : member.root.loads().toList()) {
                    if (other.operand() == load.operand() && !load.index().isEmpty()) {
                        var mapping = align(root, load, member, other);
                        if (mapping.size() == unit.outer.size()) {
                            return Optional.of(mapping);
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Map<String, String> align(
            Root root, Term.Load load, Unit.Member member, Term.Load other) {
        Map<String, String> mapping = new HashMap<>();
        for (int d = 0; d < Math.min(load.index().size(), other.index().size()); d++) {
            var theirs = outAxis(member.root, other.index().get(d)).map(member.outer::get);
            var own = outAxis(root, load.index().get(d));
            if (theirs.isPresent() && own.isPresent()) {
                mapping.put(theirs.get(), own.get());
            }
        }
        return mapping;
    }

    private static Optional<String> outAxis(Root root, Size index) {
        return root.out().stream().filter(a -> a.index().equals(index)).map(Axis::name).findFirst();
    }

    private boolean fits(Root root, Unit.Loops unit, Map<String, String> mapping) {
        boolean shrinks = mapping.size() < unit.outer.size();
        if (unit.outer.isEmpty()) {
            return root.out().isEmpty();
        }
        if (mapping.isEmpty() || mapping.values().stream().distinct().count() < mapping.size()) {
            return false;
        }
        if (!extentsAgree(root, unit, mapping) || shrinks && !canShrink(unit, mapping)) {
            return false;
        }
        return root.isMap()
                ? innermostStaysInside(root, mapping)
                : mapping.size() == root.out().size();
    }

    private static boolean extentsAgree(Root root, Unit.Loops unit, Map<String, String> mapping) {
        return unit.outer.stream()
                .filter(o -> mapping.containsKey(o.name()))
                .allMatch(o ->
                        extent(root.out(), requireNonNull(mapping.get(o.name())))
                                .equals(o.extent()));
    }

    private static Size extent(List<Axis> axes, String name) {
        return axes.stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow().extent();
    }

    /// Outer axes become inner ones only of maps, and only together with the contiguous axis.
    private static boolean canShrink(Unit.Loops unit, Map<String, String> mapping) {
        return unit.onlyMaps()
                && unit.members.stream()
                        .allMatch(m ->
                                !mapping.containsKey(
                                        m.outer.getOrDefault(m.root.out().getLast().name(), "")));
    }

    private static boolean innermostStaysInside(Root root, Map<String, String> mapping) {
        return mapping.size() == root.out().size()
                || !mapping.containsValue(root.out().getLast().name());
    }

    private static void shrink(Unit.Loops unit, Map<String, String> mapping) {
        unit.outer = unit.outer.stream().filter(o -> mapping.containsKey(o.name())).toList();
        unit.members.forEach(m -> m.outer.values().removeIf(o -> !mapping.containsKey(o)));
    }

    private static Map<String, String> inverse(Map<String, String> mapping) {
        var inverse = new HashMap<String, String>();
        mapping.forEach((outer, own) -> inverse.put(own, outer));
        return inverse;
    }

    private static List<Size> extents(List<Axis> axes) {
        return axes.stream().map(Axis::extent).toList();
    }
}
