package dev.dnet.report;

import com.google.auto.service.AutoService;

import dev.dnet.cli.device.Sdk;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `tests/report device-train`: the first command of the README on a device beside the same on the
/// CPU, from the same seed.
@AutoService(ReportTable.class)
public final class DeviceTrainReport implements ReportTable {
    /// The property of the virtual machine that names another device.
    private static final String DEVICE = "dnet.device";

    private static final int LOSSES = 20;
    private static final double APART = 1e-3;
    private static final double POINTS = 0.5;

    /// What a run told.
    private record Run(List<Double> losses, double accuracy, double seconds) {}

    @Override
    public String name() {
        return "device-train";
    }

    @Override
    public String summary() {
        return "dnetc train examples/digits on a device: 20 losses within 1e-3 of the CPU's, accuracy"
                + " within 0.5 points";
    }

    @Override
    public int print(PrintStream out) throws IOException {
        var device = System.getProperty(DEVICE, "opencl:0");
        if (Sdk.find().isEmpty()) {
            out.println("not measured: TORNADOVM_HOME does not say where TornadoVM is");
            return 0;
        }
        var cpu = run("cpu");
        var there = run(device);
        out.printf("%5s  %12s  %12s  %10s%n", "step", "cpu", device, "apart");
        double most = 0;
        for (int step = 0; step < LOSSES; step++) {
            double want = cpu.losses().get(step);
            double got = there.losses().get(step);
            double apart = Math.abs(got - want) / Math.abs(want);
            most = Math.max(most, apart);
            out.printf(Locale.ROOT, "%5d  %12.8f  %12.8f  %10.1e%n", step + 1, want, got, apart);
        }
        double points = 100 * Math.abs(cpu.accuracy() - there.accuracy());
        out.printf(
                Locale.ROOT,
                "losses: at most %.1e apart, asked %.0e%n"
                        + "accuracy after an epoch: %.2f %% on %s, %.2f %% on the CPU, %.2f points"
                        + " apart, asked %.1f%n"
                        + "seconds of training: %.1f on %s, %.1f on the CPU%n",
                most,
                APART,
                100 * there.accuracy(),
                device,
                100 * cpu.accuracy(),
                points,
                POINTS,
                there.seconds(),
                device,
                cpu.seconds());
        return (most <= APART ? 0 : 1) + (points <= POINTS ? 0 : 1);
    }

    private static Run run(String device) throws IOException {
        var losses = new ArrayList<Double>();
        var epochs = new ArrayList<Dnetc.Epoch>();
        try (var folder = TemporaryFolder.make()) {
            var command =
                    List.of(
                            "train",
                            "examples/digits",
                            "--epochs",
                            "1",
                            "--device",
                            device,
                            "--out",
                            folder.inside("run"),
                            "--log-every",
                            "1",
                            "--json");
            Dnetc.events(
                    Repository.here(),
                    command,
                    event -> {
                        if (Dnetc.is(event, "step")) {
                            losses.add(event.required("loss").asDouble());
                        } else if (Dnetc.is(event, "epoch")) {
                            epochs.add(Dnetc.Epoch.of(event));
                        }
                    });
        }
        var last = epochs.getLast();
        return new Run(losses, last.validation("accuracy"), last.seconds());
    }
}
