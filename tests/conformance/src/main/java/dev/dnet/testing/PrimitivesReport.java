package dev.dnet.testing;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.report.ReportTable;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// `tests/report primitives`: each operator with its float64 reference, its emitted Java and its
/// gradient.
@AutoService(ReportTable.class)
public final class PrimitivesReport implements ReportTable {
    private static final String ROW = "%-22s %8s %-12s %-14s %s%n";

    @Override
    public String name() {
        return "primitives";
    }

    @Override
    public String summary() {
        return "each primitive: reference, emitted Java, gradient checked or why not (no row falls short)";
    }

    @Override
    public int print(PrintStream out) {
        out.printf(ROW, "primitive", "examples", "reference", "emitted Java", "gradient");
        int fallShort = 0;
        for (var op : operators()) {
            var row = PrimitiveCheck.of(op);
            out.printf(
                    ROW, op.name(), row.examples(), row.reference(), row.emitted(), row.gradient());
            row.problems().forEach(p -> out.println("    " + p));
            fallShort += row.problems().isEmpty() ? 0 : 1;
        }
        return fallShort;
    }

    /// All operators by name.
    public static List<Op> operators() {
        return Stream.of(ServiceLoader.load(Op.class))
                .flatMap(loader -> loader.stream().map(ServiceLoader.Provider::get))
                .sorted(Comparator.comparing(Op::name))
                .toList();
    }
}
