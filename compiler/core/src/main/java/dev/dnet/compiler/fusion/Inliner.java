package dev.dnet.compiler.fusion;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.loops.Ranges;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Body;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.op.Axes;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Substitutes what is not stored into the bodies of what is: element-wise chains, broadcasts and
/// index maps vanish into the kernels that use them.
final class Inliner {
    private final Graph graph;
    private final Storage storage;

    Inliner(Graph graph, Storage storage) {
        this.graph = graph;
        this.storage = storage;
    }

    /// The body of a stored value with its own axes under names of its own.
    Root root(int value) {
        return switch (storage.compute(value)) {
            case Compute.Nest n -> nest(value, n);
            case Compute.Alias a -> copy(value);
            case Compute.Scatter s -> throw new IllegalStateException("a scatter is no nest");
            case Compute.Routine r -> throw new IllegalStateException("a routine is no nest");
            case Compute.Turns t -> throw new IllegalStateException("a loop in turns is no nest");
        };
    }

    private Root nest(int value, Compute.Nest nest) {
        var names = new HashMap<String, Size>();
        var out = rename("v" + value + "i", nest.out(), names);
        var reduce = rename("v" + value + "r", nest.reduce(), names);
        var expansion = new Expansion(Stream.concat(out.stream(), reduce.stream()).toList());
        int result = expansion.copy(nest.body(), graph.instr(value).args(), names, Guard.ALWAYS);
        return new Root(value, out, reduce, nest.reducer(), expansion.body.build(result));
    }

    /// A reshape that needs memory of its own: it leaves the program.
    private Root copy(int value) {
        var out = Axes.over("v" + value + "i", graph.type(value).shape());
        var expansion = new Expansion(out);
        int result = expansion.alias(value, Axes.indices(out), Guard.ALWAYS);
        return new Root(value, out, List.of(), Reducer.NONE, expansion.body.build(result));
    }

    /// The update that a scatter makes, and where: its index symbols `%k` are renamed to the steps
    /// of the new body.
    record Update(List<Axis> domain, Body body, List<Size> index, boolean replaces) {}

    Update update(int value, Compute.Scatter scatter) {
        var names = new HashMap<String, Size>();
        var domain = rename("v" + value + "i", scatter.domain(), names);
        var expansion = new Expansion(domain);
        int result = expansion.copy(scatter.body(), graph.instr(value).args(), names, Guard.ALWAYS);
        var index = scatter.index().stream().map(i -> i.substitute(names)).toList();
        return new Update(domain, expansion.body.build(result), index, scatter.replaces());
    }

    private static List<Axis> rename(String prefix, List<Axis> axes, Map<String, Size> names) {
        var renamed = new ArrayList<Axis>();
        for (var axis : axes) {
            var fresh = new Axis(prefix + renamed.size(), axis.extent());
            names.put(axis.name(), fresh.index());
            renamed.add(fresh);
        }
        return renamed;
    }

    /// One body under construction.
    private final class Expansion {
        private final BodyBuilder body = new BodyBuilder();
        private final Ranges ranges;
        private final Map<Request, Integer> done = new HashMap<>();

        private record Request(int value, List<Size> index, Guard guard) {}

        Expansion(List<Axis> axes) {
            this.ranges = new Ranges(axes);
        }

        /// The step that holds an element of a value.
        int element(int value, List<Size> index, Guard guard) {
            var request = new Request(value, index, guard);
            var known = done.get(request);
            if (known == null) {
                known = compute(value, index, guard);
                done.put(request, known);
            }
            return known;
        }

        private int compute(int value, List<Size> index, Guard guard) {
            if (storage.isStored(value)) {
                return body.load(graph.type(value).element().arithmetic(), value, index, guard);
            }
            return switch (storage.compute(value)) {
                case Compute.Nest n -> substitute(value, n, index, guard);
                case Compute.Alias a -> alias(value, index, guard);
                case Compute.Scatter s -> throw new IllegalStateException("scatters are stored");
                case Compute.Routine r -> throw new IllegalStateException("routines are stored");
                case Compute.Turns t -> throw new IllegalStateException("results are stored");
            };
        }

        int alias(int value, List<Size> index, Guard guard) {
            int operand = graph.instr(value).args().getFirst();
            var flat = Ranges.flatten(index, graph.type(value).shape());
            var operandIndex = ranges.unflatten(flat, graph.type(operand).shape());
            if (operandIndex.stream().noneMatch(Storage::divides)) {
                return element(operand, operandIndex, guard);
            }
            if (!storage.isStored(operand)) {
                return element(operand, operandIndex, guard);
            }
            return body.load(
                    graph.type(operand).element().arithmetic(), operand, List.of(flat), guard);
        }

        private int substitute(int value, Compute.Nest nest, List<Size> index, Guard guard) {
            var names = new HashMap<String, Size>();
            for (int a = 0; a < index.size(); a++) {
                names.put(nest.out().get(a).name(), index.get(a));
            }
            int result = copy(nest.body(), graph.instr(value).args(), names, guard);
            boolean loads = nest.body().resultTerm() instanceof Term.Load;
            return guard.isAlways() || loads ? result : underGuard(result, guard);
        }

        /// Copies a body, its axes bound to index expressions, its operands to values of the graph.
        int copy(Body source, List<Integer> operands, Map<String, Size> axes, Guard guard) {
            var bindings = axes;
            var at = new int[source.terms().size()];
            for (int k = 0; k < at.length; k++) {
                var term = source.terms().get(k);
                at[k] =
                        switch (term) {
                            case Term.Const c -> body.add(c);
                            case Term.Index i ->
                                    body.index(i.type(), i.value().substitute(bindings));
                            case Term.Load l -> load(l, operands, bindings, guard);
                            case Term.Apply a ->
                                    body.add(new Term.Apply(a.type(), a.fn(), moved(a.args(), at)));
                        };
                bindings.put("%" + k, body.indexOf(at[k]));
            }
            return at[source.result()];
        }

        private int load(
                Term.Load load, List<Integer> operands, Map<String, Size> bindings, Guard outer) {
            var index = load.index().stream().map(i -> i.substitute(bindings)).toList();
            var guard = ranges.simplify(load.guard().substitute(bindings)).and(outer);
            return element(operands.get(load.operand()), index, guard);
        }

        private static List<Integer> moved(List<Integer> args, int[] at) {
            return args.stream().map(a -> at[a]).toList();
        }

        private int underGuard(int value, Guard guard) {
            var type = body.type(value);
            int holds = -1;
            for (var check : guard.checks()) {
                int one = check(check);
                holds = holds < 0 ? one : body.apply(ElementType.BOOL, Fn.AND, holds, one);
            }
            return body.apply(type, Fn.SELECT, holds, value, body.constant(type, 0));
        }

        private int check(Guard.Check check) {
            return switch (check) {
                case Guard.Check.InRange r -> inRange(r);
                case Guard.Check.Divides d -> {
                    int rest = body.index(ElementType.I32, d.value().mod(d.divisor()));
                    yield body.apply(
                            ElementType.BOOL, Fn.EQ, rest, body.constant(ElementType.I32, 0));
                }
            };
        }

        private int inRange(Guard.Check.InRange range) {
            int at = body.index(ElementType.I32, range.value());
            int zero = body.constant(ElementType.I32, 0);
            int extent = body.index(ElementType.I32, range.extent());
            int low = body.apply(ElementType.BOOL, Fn.GE, at, zero);
            return body.apply(
                    ElementType.BOOL, Fn.AND, low, body.apply(ElementType.BOOL, Fn.LT, at, extent));
        }
    }
}
