package dev.dnet.device;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.codegen.tornado.DeviceKind;
import dev.dnet.report.ReportTable;
import dev.dnet.report.TemporaryFolder;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/// `tests/report device-random`: random programs on a device. The properties `dnet.seed` and
/// `dnet.programs` of the virtual machine give another first seed, and another number of programs.
@AutoService(ReportTable.class)
public final class DeviceRandomReport implements ReportTable {
    private static final int MOST_SHRUNK = 3;
    private static final int PROGRAMS = 200;

    @Override
    public String name() {
        return "device-random";
    }

    @Override
    public String summary() {
        return "random programs on a device, forward and gradients, against the float64 interpreter"
                + " (200, 0 failures)";
    }

    @Override
    public int print(PrintStream out) throws IOException, InterruptedException {
        if (OpenCl.sdk().isEmpty()) {
            out.println("not run: " + OpenCl.MISSING);
            return 0;
        }
        long seed = Long.getLong("dnet.seed", 1);
        int programs = Integer.getInteger("dnet.programs", PROGRAMS);
        try (var folder = TemporaryFolder.make()) {
            var machine = OpenCl.machine(DeviceKind.GPU, List.of(), folder.path()).orElseThrow();
            var random = new DeviceRandom(machine);
            var failures = random.failures(seed, programs, MOST_SHRUNK);
            out.printf("%9s %9s %9s   %s%n", "programs", "asked", "failures", "drawn again");
            var campaign = random.campaign();
            out.printf(
                    "%9d %9d %9d   %s%n",
                    campaign.compared(), programs, failures.size(), campaign.redrawn());
            failures.forEach(out::println);
            return failures.isEmpty() && campaign.compared() >= programs ? 0 : 1;
        }
    }
}
