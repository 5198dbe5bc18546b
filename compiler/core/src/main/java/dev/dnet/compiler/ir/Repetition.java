package dev.dnet.compiler.ir;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/// Computes values of a graph a second time, from other values in the place of some: only what
/// depends on those is appended, all else is shared.
public final class Repetition {
    private final GraphBuilder graph;
    private final Map<Integer, Integer> instead;
    private final ToIntFunction<Instr> append;

    private Repetition(
            GraphBuilder graph, Map<Integer, Integer> instead, ToIntFunction<Instr> append) {
        this.graph = graph;
        this.instead = new HashMap<>(instead);
        this.append = append;
    }

    /// Where the wanted values stand when computed with `instead`; a value that does not depend on
    /// what is replaced stands where it stood.
    public static List<Integer> of(
            GraphBuilder graph, Map<Integer, Integer> instead, Collection<Integer> wanted) {
        return of(graph, instead, wanted, graph::append);
    }

    /// The same where something keeps an eye on what is appended.
    public static List<Integer> of(
            GraphBuilder graph,
            Map<Integer, Integer> instead,
            Collection<Integer> wanted,
            ToIntFunction<Instr> append) {
        return new Repetition(graph, instead, append).run(wanted);
    }

    private List<Integer> run(Collection<Integer> wanted) {
        if (!instead.isEmpty()) {
            needed(wanted).forEach(this::repeat);
        }
        return wanted.stream().map(this::now).toList();
    }

    /// What the wanted values depend on and what depends on a replaced one, in order.
    private List<Integer> needed(Collection<Integer> wanted) {
        int first = instead.keySet().stream().mapToInt(i -> i).min().orElseThrow();
        var needed = new TreeSet<Integer>();
        var open = new TreeSet<>(wanted);
        while (!open.isEmpty()) {
            int value = open.pollLast();
            if (value > first && !instead.containsKey(value)) {
                needed.add(value);
                open.addAll(graph.instr(value).args());
            }
        }
        return dependent(needed);
    }

    private List<Integer> dependent(TreeSet<Integer> needed) {
        var found = new TreeSet<>(instead.keySet());
        var order = new ArrayList<Integer>();
        for (int value : needed) {
            if (graph.instr(value).args().stream().anyMatch(found::contains)) {
                found.add(value);
                order.add(value);
            }
        }
        return order;
    }

    private void repeat(int value) {
        var instr = graph.instr(value);
        var args = instr.args().stream().map(this::now).toList();
        instead.put(
                value,
                append.applyAsInt(
                        new Instr(instr.op(), args, instr.type(), instr.hint(), instr.span())));
    }

    private int now(int value) {
        return instead.getOrDefault(value, value);
    }
}
