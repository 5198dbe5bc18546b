package dev.dnet.compiler.fusion;

import dev.dnet.compiler.nest.Axis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A kernel in the making.
sealed interface Unit {
    /// The stored values that it computes.
    List<Integer> values();

    /// Roots that share outer loops.
    final class Loops implements Unit {
        List<Axis> outer;
        final List<Member> members = new ArrayList<>();

        Loops(List<Axis> outer) {
            this.outer = outer;
        }

        @Override
        public List<Integer> values() {
            return members.stream().map(m -> m.root.value()).toList();
        }

        boolean onlyMaps() {
            return members.stream().allMatch(m -> m.root.isMap());
        }
    }

    /// A root in a [Loops] unit; `outer` maps names of its own axes to those of the unit.
    final class Member {
        final Root root;
        final Map<String, String> outer;

        Member(Root root, Map<String, String> outer) {
            this.root = root;
            this.outer = new HashMap<>(outer);
        }

        /// The axes that are loops of a stage: what of the out axes is not outer, or what is
        /// reduced.
        List<Axis> inner() {
            var axes = root.isMap() ? root.out() : root.reduce();
            return axes.stream().filter(a -> !outer.containsKey(a.name())).toList();
        }

        /// The place of the member's axis that is this outer axis.
        int dimension(String outerAxis) {
            for (int d = 0; d < root.out().size(); d++) {
                if (outerAxis.equals(outer.get(root.out().get(d).name()))) {
                    return d;
                }
            }
            throw new IllegalStateException("no such outer axis: " + outerAxis);
        }
    }

    /// A reduction whose innermost memory axis is kept: rows added to a row.
    record Rows(Root root) implements Unit {
        @Override
        public List<Integer> values() {
            return List.of(root.value());
        }
    }

    /// A matrix product in the wide sense, and maps of its elements.
    record Product(Root root, Factors factors, List<Root> epilogue) implements Unit {
        Product(Root root) {
            this(root, Factors.of(root).orElseThrow(), new ArrayList<>());
        }

        @Override
        public List<Integer> values() {
            var values = new ArrayList<>(List.of(root.value()));
            epilogue.forEach(r -> values.add(r.value()));
            return values;
        }
    }

    record Scatter(int value, Inliner.Update update) implements Unit {
        @Override
        public List<Integer> values() {
            return List.of(value);
        }
    }

    /// A scan and its further results.
    record Turns(List<Integer> values) implements Unit {
        public Turns {
            values = List.copyOf(values);
        }
    }

    record Routine(int value, String name) implements Unit {
        @Override
        public List<Integer> values() {
            return List.of(value);
        }
    }
}
