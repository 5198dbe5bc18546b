package dev.dnet.compiler.nest;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.type.Size;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs what an operator says it computes, loop by loop, without any of the code generation: it
/// holds `compute` against `eval`.
public final class NestInterpreter {
    private final List<NdArray> operands;

    private NestInterpreter(List<NdArray> operands) {
        this.operands = operands;
    }

    public static NdArray run(Compute.Nest nest, List<NdArray> operands) {
        return new NestInterpreter(operands).nest(nest);
    }

    public static NdArray run(Compute.Scatter scatter, List<NdArray> operands) {
        return new NestInterpreter(operands).scatter(scatter);
    }

    private NdArray nest(Compute.Nest nest) {
        return NdArray.generate(
                extents(nest.out()),
                index -> reduce(nest, bind(new HashMap<>(), nest.out(), index)));
    }

    private double reduce(Compute.Nest nest, Map<String, Long> symbols) {
        var extents = extents(nest.reduce());
        var index = new long[extents.length];
        double folded = start(nest.reducer());
        long position = 0;
        for (long k = 0; k < NdArray.elements(extents); k++) {
            double value = value(nest.body(), bind(symbols, nest.reduce(), index));
            if (isArg(nest.reducer())) {
                boolean first = k == 0;
                boolean beats = nest.reducer() == Reducer.ARG_MAX ? value > folded : value < folded;
                position = first || beats ? k : position;
                folded = first || beats ? value : folded;
            } else {
                folded = fold(nest.reducer(), folded, value);
            }
            NdArray.advance(index, extents);
        }
        return isArg(nest.reducer()) ? position : folded;
    }

    private static boolean isArg(Reducer reducer) {
        return reducer == Reducer.ARG_MAX || reducer == Reducer.ARG_MIN;
    }

    private static double start(Reducer reducer) {
        return switch (reducer) {
            case NONE, SUM, ARG_MAX, ARG_MIN -> 0;
            case PRODUCT -> 1;
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
        };
    }

    private static double fold(Reducer reducer, double a, double b) {
        return switch (reducer) {
            case NONE -> b;
            case SUM -> a + b;
            case PRODUCT -> a * b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case ARG_MAX, ARG_MIN -> throw new IllegalStateException("has a position: " + reducer);
        };
    }

    private NdArray scatter(Compute.Scatter scatter) {
        var target = operands.getFirst();
        var result = new NdArray(target.shape(), target.data().clone());
        var extents = extents(scatter.domain());
        var index = new long[extents.length];
        for (long k = 0; k < NdArray.elements(extents); k++) {
            var symbols = bind(new HashMap<>(), scatter.domain(), index);
            double update = value(scatter.body(), symbols);
            var at = index(scatter.index(), symbols);
            if (inside(at, result.shape())) {
                int offset = result.offset(at);
                result.data()[offset] = update + (scatter.replaces() ? 0 : result.data()[offset]);
            }
            NdArray.advance(index, extents);
        }
        return result;
    }

    private static boolean inside(long[] index, long[] shape) {
        for (int a = 0; a < index.length; a++) {
            if (index[a] < 0 || index[a] >= shape[a]) {
                return false;
            }
        }
        return true;
    }

    /// Evaluates the steps in order; each becomes a symbol `%k` that later indices may use.
    private double value(Body body, Map<String, Long> symbols) {
        var values = new double[body.terms().size()];
        for (int k = 0; k < values.length; k++) {
            values[k] = term(body.terms().get(k), values, symbols);
            symbols.put("%" + k, (long) values[k]);
        }
        return values[body.result()];
    }

    private double term(Term term, double[] values, Map<String, Long> symbols) {
        return switch (term) {
            case Term.Const c -> c.value();
            case Term.Index i -> i.value().evaluate(symbols);
            case Term.Load l when holds(l.guard(), symbols) ->
                    operands.get(l.operand()).at(index(l.index(), symbols));
            case Term.Load l -> 0;
            case Term.Apply a ->
                    a.fn().reference(
                                    a.type(),
                                    a.args().stream().mapToDouble(i -> values[i]).toArray());
        };
    }

    private static boolean holds(Guard guard, Map<String, Long> symbols) {
        return guard.checks().stream().allMatch(c -> holds(c, symbols));
    }

    private static boolean holds(Guard.Check check, Map<String, Long> symbols) {
        return switch (check) {
            case Guard.Check.InRange r -> {
                long value = r.value().evaluate(symbols);
                yield value >= 0 && value < r.extent().evaluate(symbols);
            }
            case Guard.Check.Divides d ->
                    Math.floorMod(d.value().evaluate(symbols), d.divisor().evaluate(symbols)) == 0;
        };
    }

    private static long[] index(List<Size> index, Map<String, Long> symbols) {
        return index.stream().mapToLong(s -> s.evaluate(symbols)).toArray();
    }

    private static Map<String, Long> bind(
            Map<String, Long> symbols, List<Axis> axes, long[] index) {
        for (int a = 0; a < axes.size(); a++) {
            symbols.put(axes.get(a).name(), index[a]);
        }
        return symbols;
    }

    private static long[] extents(List<Axis> axes) {
        return Arrays.stream(axes.toArray(Axis[]::new))
                .mapToLong(a -> a.extent().value())
                .toArray();
    }
}
