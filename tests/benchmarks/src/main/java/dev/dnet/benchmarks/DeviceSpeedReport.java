package dev.dnet.benchmarks;

import com.google.auto.service.AutoService;

import dev.dnet.cli.device.FoundDevice;
import dev.dnet.cli.device.Machine;
import dev.dnet.cli.device.Sdk;
import dev.dnet.report.ReportTable;
import dev.dnet.runtime.device.Device;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// `tests/report device-speed`: kernels of a device against a copy there, contractions, and steps
/// of training. Takes some minutes.
@AutoService(ReportTable.class)
public final class DeviceSpeedReport implements ReportTable {
    /// The property of the virtual machine that names another device.
    private static final String DEVICE = "dnet.device";

    @Override
    public String name() {
        return "device-speed";
    }

    @Override
    public String summary() {
        return "kernels of a device against a copy there (80 %), GFLOP/s of contractions, steps of training";
    }

    @Override
    public int print(PrintStream out) throws IOException {
        var name = System.getProperty(DEVICE, "opencl:0");
        var sdk = Sdk.find();
        if (sdk.isEmpty()) {
            out.println("not measured: TORNADOVM_HOME does not say where TornadoVM is");
            return 0;
        }
        var lines = new PrintWriter(out, true, StandardCharsets.UTF_8);
        var found = Machine.devices(sdk.get(), lines);
        var device = choose(name, found);
        if (device.isEmpty()) {
            var others = found.stream().map(FoundDevice::text).toList();
            out.printf("not measured: TornadoVM finds no %s; it finds %s%n", name, others);
            return 0;
        }
        if (!device.get().types().contains("f32")) {
            out.printf("not measured: no kernel of f32 works: %s%n", device.get().text());
            return 0;
        }
        return measure(sdk.get(), device.get(), lines);
    }

    private static Optional<FoundDevice> choose(String name, List<FoundDevice> found) {
        return found.stream()
                .filter(d -> d.name().equals(name) || d.kind().equalsIgnoreCase(name))
                .findFirst();
    }

    /// In a virtual machine that has devices.
    private static int measure(Sdk sdk, FoundDevice device, PrintWriter out) throws IOException {
        out.println(device.text());
        var fallShort = Files.createTempFile("dnet-device-speed", "");
        try {
            var arguments =
                    List.of(
                            device.name(),
                            device.kind(),
                            Long.toString(device.memory()),
                            Long.toString(device.largest()),
                            fallShort.toString());
            var flags = sdk.argumentsFor(Device.of(device.name()));
            int code = Machine.run(flags, DeviceSpeed.class, arguments, false, out, out);
            var rows = Files.readString(fallShort).strip();
            if (code != 0 || rows.isEmpty()) {
                throw new IllegalStateException("the virtual machine ended with " + code);
            }
            return Integer.parseInt(rows);
        } finally {
            Files.delete(fallShort);
        }
    }
}
