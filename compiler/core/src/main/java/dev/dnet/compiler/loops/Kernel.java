package dev.dnet.compiler.loops;

import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Body;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.Size;

import java.util.List;
import java.util.Optional;

/// A unit of work: one pass of all threads, then a barrier.
public sealed interface Kernel {
    /// Unique in its program, made of the names in the source and the kind of work.
    String name();

    /// The source that it computes.
    List<Span> spans();

    /// The stages in order for each point of the outer loops. Points are independent, so threads
    /// share them; where there are no outer axes and the only stage is a sweep of stores, threads
    /// share the first axis of that sweep; where it is an [Stage.Accumulate], its map axes.
    record Loops(String name, List<Span> spans, List<Axis> outer, List<Stage> stages)
            implements Kernel {
        public Loops {
            spans = List.copyOf(spans);
            outer = List.copyOf(outer);
            stages = List.copyOf(stages);
        }
    }

    /// `out[o] = Σ over reduce of left · right`, both read at flat offsets under their guards (zero
    /// outside). Every out axis belongs to one class by where it occurs: batch (left and right),
    /// rows (left only), columns (right only). The result of each element is one chain of fused
    /// multiply-adds in ascending order of the reduce axes, or of fixed chunks of them chosen by
    /// sizes alone. `epilogue` maps the finished sum, which it loads as operand -1.
    record Contraction(
            String name,
            List<Span> spans,
            List<Axis> batch,
            List<Axis> rows,
            List<Axis> columns,
            List<Axis> reduce,
            Operand left,
            Operand right,
            int target,
            Size index,
            Optional<Epilogue> epilogue)
            implements Kernel {
        public Contraction {
            spans = List.copyOf(spans);
            batch = List.copyOf(batch);
            rows = List.copyOf(rows);
            columns = List.copyOf(columns);
            reduce = List.copyOf(reduce);
        }
    }

    /// A factor of a contraction.
    record Operand(int buffer, Size index, Guard guard) {}

    /// Work on a finished element of a contraction: stores of terms, at flat offsets in the out
    /// axes. A store to the contraction's own target replaces the plain sum; without one the sum
    /// itself is stored only if `keepSum`.
    record Epilogue(List<Term> terms, List<Stage.Action.Store> stores, boolean keepSum) {
        public Epilogue {
            terms = List.copyOf(terms);
            stores = List.copyOf(stores);
        }
    }

    /// `target = start`, then `for domain ascending: target[index] += value`, or, where it
    /// replaces, `= value`; an update whose guard fails is dropped. Where the target lies where the
    /// start does, nothing is copied.
    record Scatter(
            String name,
            List<Span> spans,
            List<Axis> domain,
            Body body,
            Guard guard,
            Size index,
            int start,
            int target,
            boolean replaces)
            implements Kernel {
        public Scatter {
            spans = List.copyOf(spans);
            domain = List.copyOf(domain);
        }

        /// Whether the target lies where the start does.
        public boolean isInPlace(List<Buffer> buffers) {
            var place = buffers.get(target).place();
            return start == target
                    || !(place instanceof Buffer.Place.Arena)
                            && place.equals(buffers.get(start).place());
        }
    }

    /// A routine of the runtime: class `dev.dnet.runtime.routine.<routine>`, method by element
    /// type. One that takes texts may end the call with an error.
    record Routine(
            String name,
            List<Span> spans,
            String routine,
            int target,
            List<Integer> operands,
            List<String> texts,
            List<Size> sizes)
            implements Kernel {
        public Routine {
            spans = List.copyOf(spans);
            operands = List.copyOf(operands);
            texts = List.copyOf(texts);
            sizes = List.copyOf(sizes);
        }
    }
}
