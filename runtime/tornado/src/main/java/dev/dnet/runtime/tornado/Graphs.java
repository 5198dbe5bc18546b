package dev.dnet.runtime.tornado;

import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.WorkerGrid;
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

    /// A graph has at most 1024 nodes: one for each task, and one for each array that it may write.
    private static final int NODES = 600;

    private final Banks banks;
    private final IntArray numbers;
    private final IntArray chain = new IntArray(1);
    private final GridScheduler grids = new GridScheduler();
    private final List<String> names = new ArrayList<>();
    private final List<TaskGraph> graphs = new ArrayList<>();
    private final List<List<Part>> entries = new ArrayList<>();

    /// Kernels that run as one graph.
    static final class Part {
        final int graph;
        final List<Launch> launches;
        final List<WorkerGrid> grids;

        /// Whether it has run once, and so knows its arrays.
        boolean met;

        Part(int graph, List<Launch> launches, List<WorkerGrid> grids) {
            this.graph = graph;
            this.launches = List.copyOf(launches);
            this.grids = List.copyOf(grids);
        }

        /// Makes the grids as large as the present sizes ask for.
        void resize() {
            for (int k = 0; k < launches.size(); k++) {
                long threads = launches.get(k).grid();
                if (grids.get(k).getGlobalWork()[0] != threads) {
                    grids.get(k).setGlobalWork(threads, 1, 1);
                    grids.get(k).setLocalWork(launches.get(k).group(), 1, 1);
                }
            }
        }
    }

    Graphs(Banks banks, IntArray numbers, List<List<Launch>> launches) {
        this.banks = banks;
        this.numbers = numbers;
        names.addAll(List.of("load", "input"));
        var split = launches.stream().map(Graphs::split).toList();
        for (int e = 0; e < split.size(); e++) {
            for (int p = 0; p < split.get(e).size(); p++) {
                names.add("e" + e + "p" + p);
            }
        }
        graphs.add(load());
        graphs.add(input());
        split.forEach(parts -> entries.add(parts(parts)));
    }

    private static List<List<Launch>> split(List<Launch> launches) {
        var parts = new ArrayList<List<Launch>>();
        int nodes = NODES;
        for (var launch : launches) {
            nodes += 1 + launch.arrays().size();
            if (nodes > NODES) {
                parts.add(new ArrayList<>());
                nodes = 1 + launch.arrays().size();
            }
            parts.getLast().add(launch);
        }
        return parts;
    }

    private TaskGraph load() {
        var graph = new TaskGraph(names.get(LOAD));
        var variables = banks.of(Area.VARIABLES);
        graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, with(variables));
        for (var type : banks.types()) {
            Touch.variables(graph, type.name(), type, chain, banks);
            grid(graph, type.name());
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
            grid(graph, type.name());
        }
        for (var area : List.of(Area.VARIABLES, Area.INPUT, Area.OUTPUT)) {
            graph.transferToHost(DataTransferMode.UNDER_DEMAND, banks.of(area).toArray());
        }
        return graph.persistOnDevice(with(banks.all(), numbers));
    }

    private WorkerGrid grid(TaskGraph graph, String id) {
        return grid(graph.getTaskGraphName(), id, 1, 1);
    }

    private WorkerGrid grid(String graph, String id, long threads, int group) {
        var grid = new WorkerGrid1D((int) threads);
        grid.setLocalWork(group, 1, 1);
        grids.addWorkerGrid(graph + "." + id, grid);
        return grid;
    }

    private List<Part> parts(List<List<Launch>> split) {
        var parts = new ArrayList<Part>();
        for (var launches : split) {
            var name = names.get(graphs.size());
            var graph = new TaskGraph(name);
            Set<TornadoNativeArray> arrays = new LinkedHashSet<>();
            launches.forEach(l -> arrays.addAll(l.arrays()));
            graph.consumeFromDevice(names.get(INPUT), with(arrays, numbers));
            if (!parts.isEmpty()) {
                graph.consumeFromDevice(names.get(graphs.size() - 1), chain);
            }
            var own = new ArrayList<WorkerGrid>();
            for (var launch : launches) {
                launch.task().accept(graph);
                own.add(grid(name, launch.id(), launch.grid(), launch.group()));
            }
            graph.persistOnDevice(with(arrays, numbers));
            parts.add(new Part(graphs.size(), launches, own));
            graphs.add(graph);
        }
        return parts;
    }

    /// These, others and the chain.
    private Object[] with(Iterable<? extends TornadoNativeArray> arrays, Object... others) {
        var all = new ArrayList<Object>();
        arrays.forEach(all::add);
        all.addAll(List.of(others));
        all.add(chain);
        return all.toArray();
    }

    GridScheduler grids() {
        return grids;
    }

    ImmutableTaskGraph[] snapshots() {
        return graphs.stream().map(TaskGraph::snapshot).toArray(ImmutableTaskGraph[]::new);
    }

    int entries() {
        return entries.size();
    }

    List<Part> entry(int number) {
        return entries.get(number);
    }
}
