package dev.dnet.report;

import com.google.auto.service.AutoService;

import java.io.PrintStream;

/// Accuracy and memory of a network whose layers compute in types of 16 bits. Behind a scaled loss
/// all gradients, which are f32, wait for their norm.
@AutoService(ReportTable.class)
public final class MixedPrecisionReport implements ReportTable {
    private static final int STEPS = 1_200;
    private static final double APART = 0.02;
    private static final double MEMORY = 0.6;

    @Override
    public String name() {
        return "mixed-precision";
    }

    @Override
    public String summary() {
        return "digits read by layers in f32, bf16 and f16 behind a scaled loss: accuracy and memory of a step";
    }

    @Override
    public int print(PrintStream out) {
        out.printf("%-6s %10s %10s %8s%n", "layers", "accuracy", "arena KiB", "of f32");
        double single = MixedPrecision.F32.trained(STEPS);
        double whole = MixedPrecision.F32.arena();
        int fallShort = 0;
        for (var kind : MixedPrecision.values()) {
            double reached = kind == MixedPrecision.F32 ? single : kind.trained(STEPS);
            long arena = kind.arena();
            out.printf(
                    "%-6s %10.3f %10d %8.2f%n", kind.type(), reached, arena >> 10, arena / whole);
            boolean half = kind != MixedPrecision.BF16 || arena / whole < MEMORY;
            fallShort += reached >= single - APART && half ? 0 : 1;
        }
        return fallShort;
    }
}
