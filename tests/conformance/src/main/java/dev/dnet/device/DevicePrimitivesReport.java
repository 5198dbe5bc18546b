package dev.dnet.device;

import com.google.auto.service.AutoService;

import dev.dnet.report.ReportTable;
import dev.dnet.report.TemporaryFolder;
import dev.dnet.testing.PrimitivesReport;

import java.io.IOException;
import java.io.PrintStream;

/// `tests/report device-primitives`: each operator, forward and backward, on each target.
@AutoService(ReportTable.class)
public final class DevicePrimitivesReport implements ReportTable {
    private static final String ROW = "%-22s %-8s %-9s %s%n";

    @Override
    public String name() {
        return "device-primitives";
    }

    @Override
    public String summary() {
        return "each primitive and its gradient: agrees on the CPU and by OpenCL, compiles for CUDA (no row falls short)";
    }

    @Override
    public int print(PrintStream out) throws IOException, InterruptedException {
        var operators = PrimitivesReport.operators();
        try (var folder = TemporaryFolder.make()) {
            var primitives = DevicePrimitives.of(operators, folder.path());
            primitives.notes().forEach(out::println);
            out.printf(ROW, "primitive", "cpu", "opencl", "cuda, sm_90");
            int fallShort = 0;
            for (var op : operators) {
                var row = primitives.row(op);
                out.printf(ROW, op.name(), row.cpu(), row.opencl(), row.cuda());
                row.problems().forEach(p -> out.println(p.indent(4).stripTrailing()));
                fallShort += row.problems().isEmpty() ? 0 : 1;
            }
            out.println("cuda: " + CudaKernel.Compiled.most(primitives.compiled()));
            return fallShort;
        }
    }
}
