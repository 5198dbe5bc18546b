package dev.dnet.runtime.tornado;

import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.ProfilerMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// A plan of TornadoVM for all entry points of a program, with memory of its own.
final class Session implements AutoCloseable {
    private final Banks banks;
    private final IntArray numbers;
    private final Graphs graphs;
    private final TornadoExecutionPlan plan;
    private final Rejection rejection;

    /// Any result: all lead to the plan, and so to the graph that is chosen.
    private Optional<TornadoExecutionResult> last = Optional.empty();

    Session(TornadoDevice device, Banks banks, List<TornadoDriver> drivers) {
        this.banks = banks;
        int most = drivers.stream().mapToInt(TornadoDriver::count).max().orElse(0);
        numbers = new IntArray(Math.max(1, most));
        var loops = LoopGrid.of(device);
        var launches =
                drivers.stream()
                        .map(driver -> {
                            var all = new Launches(banks, numbers, loops);
                            driver.launches(all);
                            return all.all();
                        })
                        .toList();
        graphs = new Graphs(banks, numbers, launches);
        rejection = new Rejection(device, drivers);
        plan = new TornadoExecutionPlan(graphs.snapshots());
        plan.withDevice(device);
    }

    Banks banks() {
        return banks;
    }

    /// What kernels of the next run read.
    void numbers(int[] values) {
        for (int k = 0; k < values.length; k++) {
            numbers.set(k, values[k]);
        }
    }

    /// Takes the host's variables to the device, for a run of this entry point.
    void load(int entry) {
        run(entry, Graphs.LOAD, List.of());
    }

    /// Runs an entry point on the host's input.
    void run(int entry) {
        run(entry, result -> {});
    }

    /// The same; gives the nanoseconds that its kernels took on the device. TornadoVM waits for
    /// each of them while it measures.
    long timed(int entry) {
        long[] nanos = {0};
        plan.withProfiler(ProfilerMode.SILENT);
        try {
            run(entry, result -> nanos[0] += result.getProfilerResult().getDeviceKernelTime());
        } finally {
            plan.withoutProfiler();
        }
        return nanos[0];
    }

    /// `after` takes what comes of each part, before the next one runs.
    private void run(int entry, Consumer<TornadoExecutionResult> after) {
        run(entry, Graphs.INPUT, List.of());
        for (var part : graphs.entry(entry)) {
            part.resize();
            if (!part.met) {
                // A graph learns of its arrays from the one that ran just before.
                run(entry, Graphs.INPUT, List.of());
                part.met = true;
            }
            after.accept(run(entry, part.graph, part.launches));
        }
    }

    private TornadoExecutionResult run(int entry, int graph, List<Launch> launches) {
        try {
            var result = chosen(graph).execute();
            last = last.or(() -> Optional.of(result));
            return result;
        } catch (RuntimeException | TornadoInternalError e) {
            throw rejection.of(entry, launches, e);
        }
    }

    /// Compiles every kernel.
    void compile() {
        for (int entry = 0; entry < graphs.entries(); entry++) {
            for (var part : graphs.entry(entry)) {
                try {
                    chosen(part.graph).withPreCompilation();
                } catch (RuntimeException | TornadoInternalError e) {
                    throw rejection.of(entry, part.launches, e);
                }
            }
        }
    }

    private TornadoExecutionPlan chosen(int graph) {
        return plan.withGraph(graph).withGridScheduler(graphs.grids());
    }

    /// Brings those of these banks that have this use to the host.
    void fetch(Area area, Set<Bank> wanted) {
        plan.withGraph(Graphs.INPUT);
        for (var bank : wanted) {
            if (bank.area() == area) {
                last.orElseThrow().transferToHost(banks.array(area, bank.type()));
            }
        }
    }

    @Override
    public void close() {
        plan.freeDeviceMemory();
    }
}
