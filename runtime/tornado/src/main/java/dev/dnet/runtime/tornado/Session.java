package dev.dnet.runtime.tornado;

import uk.ac.manchester.tornado.api.DataRange;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.ProfilerMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// A plan of TornadoVM for all entry points of a program, with memory of its own.
final class Session implements AutoCloseable {
    private final Banks banks;
    private final IntArray numbers;
    private final List<TornadoDriver> drivers;
    private final Graphs graphs;
    private final TornadoExecutionPlan plan;
    private final Rejection rejection;

    /// Any result: all lead to the plan, and so to the graph that is chosen.
    private Optional<TornadoExecutionResult> last = Optional.empty();

    Session(TornadoDevice device, Banks banks, List<TornadoDriver> drivers) {
        this.banks = banks;
        this.drivers = List.copyOf(drivers);
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
        var repeats = drivers.stream().map(TornadoDriver::repeats).toList();
        graphs = new Graphs(banks, numbers, launches, repeats);
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
        run(entry, graphs.entry(entry), after);
    }

    private void run(int entry, List<Step> steps, Consumer<TornadoExecutionResult> after) {
        for (var step : steps) {
            switch (step) {
                case Step.Part part -> run(entry, part, after);
                case Step.Turns turns -> run(entry, turns, after);
            }
        }
    }

    private void run(int entry, Step.Part part, Consumer<TornadoExecutionResult> after) {
        part.resize();
        if (!part.met) {
            // A graph learns of its arrays from the one that ran just before. That one takes the
            // input to the device again, and must not undo what checks have found there.
            drivers.get(entry).faults().ifPresent(this::fetch);
            run(entry, Graphs.INPUT, List.of());
            part.met = true;
        }
        after.accept(run(entry, chosen(part), part.launches));
    }

    /// Turns as long as there are any. Where what the device computes decides that, what its checks
    /// have found ends them too.
    private void run(int entry, Step.Turns turns, Consumer<TornadoExecutionResult> after) {
        var driver = drivers.get(entry);
        var repeat = driver.repeats().get(turns.repeat());
        long length = repeat.length().getAsLong();
        for (int turn = 1; ; turn++) {
            numbers.set(driver.turn(turns.repeat(), turn), turn);
            if (turn > length || !holds(driver, repeat)) {
                return;
            }
            if (turn == 1) {
                driver.begin(turns.repeat());
            }
            run(entry, turns.steps(), after);
            if (repeat.condition().isPresent()) {
                judge(driver);
            }
        }
    }

    private boolean holds(TornadoDriver driver, Repeat repeat) {
        if (repeat.condition().isEmpty()) {
            return true;
        }
        var region = driver.region(repeat.condition().get());
        fetch(region);
        return banks.host(region).get(ValueLayout.JAVA_BYTE, 0) != 0;
    }

    /// Ends the call if a check on the device has found something.
    void judge(TornadoDriver driver) {
        if (driver.faults().isPresent()) {
            fetch(driver.faults().get());
            driver.judge(banks);
        }
    }

    private TornadoExecutionResult run(int entry, int graph, List<Launch> launches) {
        return run(entry, chosen(graph), launches);
    }

    private TornadoExecutionResult run(
            int entry, TornadoExecutionPlan chosen, List<Launch> launches) {
        try {
            var result = chosen.execute();
            last = last.or(() -> Optional.of(result));
            return result;
        } catch (RuntimeException | TornadoInternalError e) {
            throw rejection.of(entry, launches, e);
        }
    }

    /// Compiles every kernel.
    void compile() {
        for (int entry = 0; entry < graphs.entries(); entry++) {
            for (var part : Step.parts(graphs.entry(entry))) {
                try {
                    chosen(part).withPreCompilation();
                } catch (RuntimeException | TornadoInternalError e) {
                    throw rejection.of(entry, part.launches, e);
                }
            }
        }
    }

    private TornadoExecutionPlan chosen(int graph) {
        return plan.withGraph(graph).withGridScheduler(graphs.grids(graph));
    }

    private TornadoExecutionPlan chosen(Step.Part part) {
        return plan.withGraph(part.graph).withGridScheduler(part.scheduler);
    }

    /// Brings those of these banks that have this use to the host.
    void fetch(Area area, Set<Bank> wanted) {
        for (var bank : wanted) {
            if (bank.area() == area) {
                fetch(new Region(bank, 0, banks.array(area, bank.type()).getSize()));
            }
        }
    }

    /// Brings a part of a bank there. TornadoVM remembers of an array that it came in part, so that
    /// nothing is fetched in another way.
    private void fetch(Region region) {
        plan.withGraph(Graphs.INPUT);
        var array = banks.array(region.bank().area(), region.bank().type());
        last.orElseThrow()
                .transferToHost(
                        new DataRange(array)
                                .withOffset(region.first())
                                .withSize(region.elements()));
    }

    @Override
    public void close() {
        plan.freeDeviceMemory();
    }
}
