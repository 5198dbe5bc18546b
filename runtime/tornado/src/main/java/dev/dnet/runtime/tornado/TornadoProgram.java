package dev.dnet.runtime.tornado;

import dev.dnet.runtime.Driver;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.device.Device;
import dev.dnet.runtime.device.DeviceProgram;

import uk.ac.manchester.tornado.api.common.TornadoDevice;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A program on a device. Variables stay there from call to call; a copy goes to the host when it
/// asks for one.
public abstract class TornadoProgram implements DeviceProgram {
    private final TornadoDevice device;
    private final MemorySegment[] variables;
    private final MemorySegment numbers;
    private final List<Region> places = new ArrayList<>();
    private int shared;
    private final List<TornadoDriver> drivers = new ArrayList<>();
    private final SortedMap<Bank, Long> needed = new TreeMap<>();
    private Optional<Session> session = Optional.empty();
    private boolean together;
    private boolean hostIsNewer = true;
    private boolean deviceIsNewer;

    /// `kind` is what its kernels are written for, `variables` are those of the host, `numbers`
    /// hold the seed, the step of the key and the number of the step.
    protected TornadoProgram(
            Device device, Kind kind, MemorySegment[] variables, MemorySegment numbers) {
        this.device = Devices.require(device, kind);
        this.variables = variables.clone();
        this.shared = variables.length;
        this.numbers = numbers;
    }

    /// The next variable: where emitted kernels expect it.
    protected final void variable(ElementType type, long first, long elements) {
        var region = new Region(new Bank(Area.VARIABLES, type), first, elements);
        places.add(region);
        needed.merge(region.bank(), region.end(), Math::max);
    }

    /// Says that so many variables are what all sessions share; those behind them are caches.
    protected final void shared(int count) {
        shared = count;
    }

    /// Says that who trains calls all entry points: their kernels are compiled together, with the
    /// first call that has sizes and writes variables, so that one which the device refuses shows
    /// before any work is done. Who evaluates alone waits for no others.
    protected final void compileTogether() {
        together = true;
    }

    /// The next entry point.
    protected final void entry(TornadoDriver driver) {
        drivers.add(driver);
    }

    @Override
    public final Driver driver(int entry) {
        return drivers.get(entry);
    }

    void run(TornadoDriver driver) {
        var plan = give(driver);
        deviceIsNewer |= driver.writes();
        plan.run(drivers.indexOf(driver));
        plan.fetch(Area.OUTPUT, driver.layout().needed().keySet());
        plan.judge(driver);
        driver.take(plan.banks());
    }

    /// One that knows what the call reads.
    private Session give(TornadoDriver driver) {
        requireTypes(driver);
        var plan = plan(driver);
        driver.give(plan.banks(), numbers);
        plan.numbers(driver.numbers());
        if (hostIsNewer) {
            for (int v = 0; v < variables.length; v++) {
                plan.banks().host(places.get(v)).copyFrom(variables[v]);
            }
            plan.load(drivers.indexOf(driver));
            hostIsNewer = false;
        }
        return plan;
    }

    @Override
    public final long[] kernelTimes(Driver driver, int runs) {
        var own = (TornadoDriver) driver;
        var plan = give(own);
        var times = new long[runs];
        for (int r = 0; r < runs; r++) {
            times[r] = plan.timed(drivers.indexOf(own));
            deviceIsNewer |= own.writes();
        }
        return times;
    }

    /// A device that only compiles is not asked.
    private void requireTypes(TornadoDriver driver) {
        boolean doubles =
                driver.layout().needed().keySet().stream()
                        .anyMatch(bank -> bank.type() == ElementType.F64);
        if (doubles && session.isEmpty()) {
            Probe.require(device, ElementType.F64);
        }
    }

    @Override
    public final void compile(Driver driver) {
        plan((TornadoDriver) driver).compile();
    }

    /// One with room for this call. A larger one takes the variables with it.
    private Session plan(TornadoDriver driver) {
        need(driver);
        if (session.isPresent() && session.get().banks().hold(needed)) {
            return session.get();
        }
        drivers.forEach(other -> {
            other.expect(driver.known());
            need(other);
        });
        MemoryCheck.require(device, needed, driver);
        fetch();
        free();
        var fresh = new Session(device, new Banks(needed), drivers);
        if (together && driver.writes() && !driver.known().isEmpty()) {
            fresh.compile();
        }
        session = Optional.of(fresh);
        hostIsNewer = true;
        return fresh;
    }

    private void need(TornadoDriver driver) {
        driver.layout().needed().forEach((bank, count) -> needed.merge(bank, count, Math::max));
    }

    @Override
    public final void fetch() {
        fetch(0);
    }

    /// Those from this one on that the host wants.
    private void fetch(int from) {
        if (deviceIsNewer && from < variables.length) {
            var plan = session.orElseThrow();
            plan.fetch(Area.VARIABLES, needed.keySet());
            for (int v = from; v < variables.length; v++) {
                variables[v].copyFrom(plan.banks().host(places.get(v)));
            }
        }
        deviceIsNewer = false;
    }

    /// What others may have changed is what the host has; caches, which stand last, are what calls
    /// have left on the device.
    @Override
    public final void changed() {
        fetch(shared);
        hostIsNewer = true;
    }

    @Override
    public final void close() {
        free();
    }

    private void free() {
        session.ifPresent(Session::close);
        session = Optional.empty();
    }
}
