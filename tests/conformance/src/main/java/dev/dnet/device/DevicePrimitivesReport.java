package dev.dnet.device;

import com.google.auto.service.AutoService;

import dev.dnet.report.ReportTable;
import dev.dnet.report.TemporaryFolder;
import dev.dnet.testing.PrimitivesReport;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// `tests/report device-primitives`: each operator, forward and backward, on each target.
@AutoService(ReportTable.class)
public final class DevicePrimitivesReport implements ReportTable {
    private static final String ROW = "%-22s %-8s %-9s %s%n";
    private static final String FORM = "%-12s %-28s %s%n";
    private static final long SIZE = 64;

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
            return fallShort + forms(out, Files.createDirectory(folder.path().resolve("forms")));
        }
    }

    /// Each kernel of the golden files, for sizes that the code does not know.
    private static int forms(PrintStream out, Path folder)
            throws IOException, InterruptedException {
        var cuda = Cuda.find();
        if (cuda.missing().isPresent()) {
            return 0;
        }
        var cases = new DeviceCases();
        cases.addForms(SIZE);
        out.printf(FORM, "form", "kernel", "cuda, sm_90");
        int refused = 0;
        for (var c : cuda.compile(folder, cases.all())) {
            var name = c.kernel().name();
            out.printf(FORM, c.kernel().label(), name, c.error().isEmpty() ? c.use() : "REFUSED");
            c.error().ifPresent(e -> out.println(e.indent(4).stripTrailing()));
            refused += c.error().isEmpty() ? 0 : 1;
        }
        return refused;
    }
}
