package dev.dnet.compiler.loops;

import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;

import java.util.List;

/// One loop nest inside an iteration of a kernel's outer loops. Loads name buffers by id, and have
/// ONE index: the flat element offset, a polynomial in axis symbols, program sizes and `%k` (the
/// value of term `k`). A load of a [Buffer.Place.Local] has the index zero.
public sealed interface Stage {
    List<Term> terms();

    /// Loops over all `axes` (none: straight-line code); at each point all terms, then the actions.
    /// The innermost axis is the last.
    record Sweep(List<Axis> axes, List<Term> terms, List<Action> actions) implements Stage {
        public Sweep {
            axes = List.copyOf(axes);
            terms = List.copyOf(terms);
            actions = List.copyOf(actions);
        }

        public List<Action.Store> stores() {
            return only(Action.Store.class);
        }

        public List<Action.Fold> folds() {
            return only(Action.Fold.class);
        }

        private <A extends Action> List<A> only(Class<A> kind) {
            return actions.stream().filter(kind::isInstance).map(kind::cast).toList();
        }
    }

    /// A reduction whose result has axes of its own inside: `for map, for reduce ascending:
    /// target[index] op= term`. The innermost memory axis is a map axis, so it runs as rows added
    /// to a row. Each result element is one chain in ascending order of the reduce axes.
    record Accumulate(
            List<Axis> map,
            List<Axis> reduce,
            List<Term> terms,
            Reducer reducer,
            int value,
            int target,
            Size index)
            implements Stage {
        public Accumulate {
            map = List.copyOf(map);
            reduce = List.copyOf(reduce);
            terms = List.copyOf(terms);
        }
    }

    /// What a sweep does with its terms.
    sealed interface Action {
        /// Writes a term at a flat offset. Where the target is a [Buffer.Place.Local] the sweep has
        /// no axes.
        record Store(int target, Size index, int value) implements Action {}

        /// Folds a term over all axes of the sweep into a local scalar. Floats: 16 lanes, lane =
        /// innermost index mod 16, then the fixed tree (lane k with k + 8, + 4, + 2, + 1); in a
        /// sweep that cannot use vectors (see `Vectorizable`) one chain in order. ARG_MAX and
        /// ARG_MIN: the first, counted through the axes in order.
        record Fold(Reducer reducer, int value, int target) implements Action {}
    }
}
