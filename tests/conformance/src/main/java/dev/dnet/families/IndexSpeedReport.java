package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.report.ReportTable;
import dev.dnet.runtime.Tensor;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Random;

/// `tests/report index-speed`: what is written in index notation beside the primitives, both in
/// turn in one run.
@AutoService(ReportTable.class)
public final class IndexSpeedReport implements ReportTable {
    private static final int WARM = 60;
    private static final int ROUNDS = 201;
    private static final double ASKED = 1.1;

    @Override
    public String name() {
        return "index-speed";
    }

    @Override
    public String summary() {
        return "convolution and attention in index notation beside the primitives (at most 1.1 times as long)";
    }

    @Override
    public int print(PrintStream out) throws Exception {
        var compiled = Compiled.of("notation");
        var random = new Random(1);
        int fallShort =
                print(
                        out,
                        "convolution",
                        compiled.model("Convolution", 1),
                        normal(random, 16, 32, 256),
                        normal(random, 32, 32, 5));
        return fallShort
                + print(
                        out,
                        "attention",
                        compiled.model("Attention", 1),
                        normal(random, 8, 128, 64),
                        normal(random, 8, 128, 64),
                        normal(random, 8, 128, 64));
    }

    private static Tensor normal(Random random, int... shape) {
        int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        return Tensor.of(
                Numbers.floats(Numbers.normal(random, count)),
                Arrays.stream(shape).asLongStream().toArray());
    }

    private static int print(PrintStream out, String what, ModelObject model, Tensor... x)
            throws ReflectiveOperationException {
        var primitive = new double[ROUNDS];
        var indices = new double[ROUNDS];
        for (int k = -WARM; k < ROUNDS; k++) {
            double first = micros(model, "primitive", x);
            double second = micros(model, "indices", x);
            if (k >= 0) {
                primitive[k] = first;
                indices[k] = second;
            }
        }
        Arrays.sort(primitive);
        Arrays.sort(indices);
        double ratio = indices[ROUNDS / 2] / primitive[ROUNDS / 2];
        double apart =
                Numbers.apart(
                        Numbers.doubles(model.call("primitive", (Object[]) x)),
                        model.call("indices", (Object[]) x));
        out.printf(
                "%-12s primitive %8.1f us, index notation %8.1f us, ratio %.3f (at most %.1f), error %.1e%n",
                what, primitive[ROUNDS / 2], indices[ROUNDS / 2], ratio, ASKED, apart);
        return ratio <= ASKED && apart < 1e-5 ? 0 : 1;
    }

    private static double micros(ModelObject model, String method, Tensor... x)
            throws ReflectiveOperationException {
        long start = System.nanoTime();
        model.call(method, (Object[]) x);
        return (System.nanoTime() - start) / 1e3;
    }
}
