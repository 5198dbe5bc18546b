package dev.dnet.runtime.tornado;

import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The task graphs of a plan. The first takes variables to the device, the second the input of a
/// call; both own the banks, which they persist. The others, each some kernels of an entry point,
/// consume them from there.
///
/// TornadoVM hands an array on from the graph that ran last before, if the next one names it: so
/// all share `chain`, an array of one number, through which a graph may follow any other without
/// losing what it has.
final class Graphs {
    static final int LOAD = 0;
    static final int INPUT = 1;

    private final Banks banks;
    private final IntArray numbers;
    private final IntArray chain = new IntArray(1);
    private final List<GridScheduler> grids = List.of(new GridScheduler(), new GridScheduler());
    private final List<String> names = new ArrayList<>(List.of("load", "input"));
    private final List<TaskGraph> graphs = new ArrayList<>();
    private final List<List<Step>> entries = new ArrayList<>();

    /// `launches` and `repeats` are those of each entry point.
    Graphs(Banks banks, IntArray numbers, List<List<Launch>> launches, List<List<Repeat>> repeats) {
        this.banks = banks;
        this.numbers = numbers;
        for (int e = 0; e < launches.size(); e++) {
            entries.add(Steps.of(names, "e" + e, launches.get(e), repeats.get(e)));
        }
        graphs.add(load());
        graphs.add(input());
        for (int e = 0; e < entries.size(); e++) {
            var parts = Step.parts(entries.get(e));
            boolean turns = !repeats.get(e).isEmpty();
            parts.forEach(part -> graphs.add(graph(part, parts, turns)));
        }
    }

    private TaskGraph load() {
        var graph = new TaskGraph(names.get(LOAD));
        var variables = banks.of(Area.VARIABLES);
        graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, with(variables));
        for (var type : banks.types()) {
            Touch.variables(graph, type.name(), type, chain, banks);
            grid(LOAD, type.name());
        }
        return graph.persistOnDevice(with(variables));
    }

    private TaskGraph input() {
        var graph = new TaskGraph(names.get(INPUT));
        graph.consumeFromDevice(names.get(LOAD), with(banks.of(Area.VARIABLES)));
        names.subList(INPUT + 1, names.size())
                .forEach(name -> graph.consumeFromDevice(name, chain));
        graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, numbers);
        graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, banks.of(Area.INPUT).toArray());
        for (var type : banks.types()) {
            Touch.all(graph, type.name(), type, chain, numbers, banks);
            grid(INPUT, type.name());
        }
        graph.transferToHost(DataTransferMode.UNDER_DEMAND, banks.all().toArray());
        return graph.persistOnDevice(with(banks.all(), numbers));
    }

    private void grid(int graph, String id) {
        var grid = new WorkerGrid1D(1);
        grid.setLocalWork(1, 1, 1);
        grids.get(graph).addWorkerGrid(names.get(graph) + "." + id, grid);
    }

    /// Any part of an entry point may run behind any other. Where there are turns, each takes the
    /// numbers anew: the host counts.
    private TaskGraph graph(Step.Part part, List<Step.Part> all, boolean turns) {
        var graph = new TaskGraph(names.get(part.graph));
        Set<TornadoNativeArray> arrays = new LinkedHashSet<>();
        part.launches.forEach(l -> arrays.addAll(l.arrays()));
        var others = turns ? new Object[0] : new Object[] {numbers};
        graph.consumeFromDevice(names.get(INPUT), with(arrays, others));
        for (var other : all) {
            graph.consumeFromDevice(names.get(other.graph), chain);
        }
        if (turns) {
            graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, numbers);
        }
        part.launches.forEach(launch -> launch.task().accept(graph));
        return graph.persistOnDevice(with(arrays, others));
    }

    /// These, others and the chain.
    private Object[] with(Iterable<? extends TornadoNativeArray> arrays, Object... others) {
        var all = new ArrayList<Object>();
        arrays.forEach(all::add);
        all.addAll(List.of(others));
        all.add(chain);
        return all.toArray();
    }

    /// The grids of a graph that is no part.
    GridScheduler grids(int graph) {
        return grids.get(graph);
    }

    ImmutableTaskGraph[] snapshots() {
        return graphs.stream().map(TaskGraph::snapshot).toArray(ImmutableTaskGraph[]::new);
    }

    int entries() {
        return entries.size();
    }

    List<Step> entry(int number) {
        return entries.get(number);
    }
}
