package dev.dnet.device;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.codegen.tornado.DeviceKind;
import dev.dnet.compiler.codegen.tornado.DeviceTraffic;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Program;
import dev.dnet.report.ReportTable;

import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/// `tests/report device-fusion`: what a training step of LeNet launches and moves on a device, with
/// every operation a kernel of its own and as it is compiled.
@AutoService(ReportTable.class)
public final class DeviceFusionReport implements ReportTable {
    private static final long BATCH = 64;
    private static final String ROW = "%-10s %9s %14s %15s %17s%n";

    @Override
    public String name() {
        return "device-fusion";
    }

    @Override
    public String summary() {
        return "kernels and bytes of a LeNet step on a device, before and after fusion (fewer after)";
    }

    @Override
    public int print(PrintStream out) throws IOException {
        var graph = step();
        var before = traffic(graph, Lowering.Mode.UNFUSED);
        var after = traffic(graph, Lowering.Mode.FUSED);
        out.printf("a step of examples/digits with a batch of %d%n", BATCH);
        out.printf(ROW, "", "kernels", "KiB moved", "KiB to device", "bytes to the host");
        row("before", before, out);
        row("after", after, out);
        return (after.kernels() < before.kernels() ? 0 : 1)
                + (after.moved() < before.moved() ? 0 : 1);
    }

    private static void row(String name, DeviceTraffic traffic, PrintStream out) {
        out.printf(
                ROW,
                name,
                traffic.kernels(),
                traffic.moved() / 1024,
                traffic.toDevice() / 1024,
                traffic.fromDevice());
    }

    private static DeviceTraffic traffic(Graph graph, Lowering.Mode mode) {
        var loops = Lowering.lower(graph, mode);
        var sizes = new HashMap<String, Long>();
        loops.symbols().forEach(s -> sizes.put(s, BATCH));
        return DeviceTraffic.of(Entry.of("Step", graph, loops), DeviceKind.GPU, Map.copyOf(sizes));
    }

    private static Graph step() throws IOException {
        return DeviceCases.programs("digits").stream()
                .flatMap(lowered -> lowered.program().method(Program.Role.STEP).stream())
                .findFirst()
                .orElseThrow()
                .graph();
    }
}
