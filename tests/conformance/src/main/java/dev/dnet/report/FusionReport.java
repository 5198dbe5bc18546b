package dev.dnet.report;

import com.google.auto.service.AutoService;

import java.io.PrintStream;
import java.util.Map;

/// `tests/report fusion`: kernels, passes over the large tensors and bytes, before and after
/// fusion.
@AutoService(ReportTable.class)
public final class FusionReport implements ReportTable {
    private static final String ROW = "%-18s %9s %9s %9s %9s %9s %11s %11s %11s%n";

    /// The most passes over a large tensor that each program may take.
    public static final Map<String, Integer> ASKED =
            Map.of(
                    "Softmax", 4,
                    "LayerNormForward", 4,
                    "BatchNormForward", 2,
                    "SoftmaxStep", 16,
                    "LayerNormStep", 18,
                    "BatchNormStep", 12,
                    "CrossEntropyStep", 11,
                    "AdamStep", 11);

    @Override
    public String name() {
        return "fusion";
    }

    @Override
    public String summary() {
        return "passes over memory and bytes of the arena, before and after fusion (a few passes, not one an operation)";
    }

    @Override
    public int print(PrintStream out) {
        out.printf(
                ROW,
                "program",
                "kernels",
                "fused",
                "passes",
                "fused",
                "asked",
                "KiB moved",
                "fused",
                "KiB arena");
        int fallShort = 0;
        for (var row : FusionTraffic.measure().values()) {
            var asked = ASKED.get(row.program());
            out.printf(
                    ROW,
                    row.program(),
                    row.before().kernels(),
                    row.after().kernels(),
                    row.before().passes(),
                    row.after().passes(),
                    asked == null ? "-" : "<= " + asked,
                    row.before().bytes() / 1024,
                    row.after().bytes() / 1024,
                    row.after().arena() / 1024);
            fallShort += asked != null && row.after().passes() > asked ? 1 : 0;
        }
        return fallShort;
    }
}
