package dev.dnet.testing;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.Op;
import dev.dnet.report.ReportTable;

import java.io.PrintStream;
import java.util.Locale;

/// `tests/report gradients`: the derivatives of each operator in reverse mode, forward mode and of
/// second order against differences in float64, and the third derivative of a network.
@AutoService(ReportTable.class)
public final class GradientsReport implements ReportTable {
    private static final String ROW = "%-22s %9s %9s %9s %9s  %s%n";

    /// What differences of five points leave in float64.
    static final double CLOSE = 1e-8;

    @Override
    public String name() {
        return "gradients";
    }

    @Override
    public String summary() {
        return "largest relative errors of derivatives against differences in float64 (each below 1e-8)";
    }

    @Override
    public int print(PrintStream out) {
        out.printf(ROW, "primitive", "examples", "reverse", "forward", "second", "");
        int fallShort = 0;
        for (var op : PrimitivesReport.operators()) {
            fallShort += row(op, out) ? 0 : 1;
        }
        for (var network : NetworkDerivatives.all()) {
            double error = network.error();
            boolean holds = error < CLOSE;
            out.printf(Locale.ROOT, "%-52s %9.1e  %s%n", network.name(), error, verdict(holds));
            fallShort += holds ? 0 : 1;
        }
        return fallShort;
    }

    private static boolean row(Op op, PrintStream out) {
        var tried = OperatorDerivatives.examples(op);
        if (tried.isEmpty()) {
            out.printf(ROW, op.name(), 0, "-", "-", "-", "gives or takes no floats");
            return true;
        }
        var errors = OperatorDerivatives.errors(op);
        boolean holds = errors.largest() < CLOSE;
        out.printf(
                ROW,
                op.name(),
                tried.size(),
                text(errors.reverse()),
                text(errors.forward()),
                text(errors.second()),
                verdict(holds));
        return holds;
    }

    private static String verdict(boolean holds) {
        return holds ? "" : "WRONG";
    }

    private static String text(double error) {
        return String.format(Locale.ROOT, "%.1e", error);
    }
}
