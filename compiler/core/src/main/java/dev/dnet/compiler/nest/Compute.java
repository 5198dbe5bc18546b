package dev.dnet.compiler.nest;

import dev.dnet.compiler.type.Size;

import java.util.List;

/// What an operator computes, in the form from which kernels are made.
public sealed interface Compute {

    /// `for out: result[out] = reducer over reduce of body`.
    record Nest(List<Axis> out, List<Axis> reduce, Reducer reducer, Body body) implements Compute {
        public Nest {
            out = List.copyOf(out);
            reduce = List.copyOf(reduce);
        }

        public static Nest map(List<Axis> out, Body body) {
            return new Nest(out, List.of(), Reducer.NONE, body);
        }
    }

    /// The same elements in the same order under another shape: no work, the buffer is shared.
    record Alias() implements Compute {}

    /// The first operand with updates: `for domain, ascending: result[index] += body`, or, where it
    /// replaces, `= body`. The index may come from data (`%k`); what lies outside the result is
    /// dropped.
    record Scatter(List<Axis> domain, List<Size> index, Body body, boolean replaces)
            implements Compute {
        public Scatter {
            domain = List.copyOf(domain);
            index = List.copyOf(index);
        }
    }

    /// What a loop in turns makes: the lowering takes the turns apart.
    record Turns() implements Compute {}

    /// A routine of the runtime library that is not a nest of independent loops (sort,
    /// factorisations, running sums, random draws): its name, and what it takes after the operands.
    /// `texts` are for the error that a routine may end the call with; the places of the value and
    /// of its first operand in the source follow them.
    record Routine(String name, List<String> texts, List<Size> sizes) implements Compute {
        public Routine {
            texts = List.copyOf(texts);
            sizes = List.copyOf(sizes);
        }

        public Routine(String name, List<Size> sizes) {
            this(name, List.of(), sizes);
        }
    }
}
