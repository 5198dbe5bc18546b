package dev.dnet.compiler.op;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.Half;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Fills the operands of an example with numbers of the kinds that it asks for: the same ones for
/// the same seed, each exact in its element type.
final class Filling {
    private final Random random;

    Filling(long seed) {
        random = new Random(seed);
    }

    List<NdArray> operands(Example example) {
        var operands = new ArrayList<NdArray>();
        for (int k = 0; k < example.operands().size(); k++) {
            operands.add(operand(example.operands().get(k), example.values().get(k), k));
        }
        return operands;
    }

    private NdArray operand(TensorType type, Example.Values values, int position) {
        var shape = type.shape().dims();
        var filled =
                switch (values) {
                    case ANY -> NdArray.generate(shape, i -> random.nextGaussian());
                    case POSITIVE -> NdArray.generate(shape, i -> random.nextDouble(0.5, 2));
                    case DISTINCT -> distinct(shape, position);
                    case UNIT -> NdArray.generate(shape, i -> random.nextDouble(-0.9, 0.9));
                    case INDEX -> NdArray.generate(shape, i -> random.nextInt(3));
                    case WHOLE -> NdArray.generate(shape, i -> random.nextInt(1, 8) * sign());
                    case BOOL -> NdArray.generate(shape, i -> random.nextInt(2));
                    case TRUE -> NdArray.filled(shape, 1);
                    case POSITIVE_DEFINITE -> positiveDefinite(shape);
                    case LOWER_TRIANGULAR -> lowerTriangular(shape);
                    case KEY -> NdArray.generate(shape, i -> i[0] == 0 ? 0x9_8765_4321L : 3);
                };
        return type.isFloat() ? filled.map(x -> Half.round(type.element(), x)) : filled;
    }

    private int sign() {
        return random.nextBoolean() ? 1 : -1;
    }

    /// Magnitudes 0.203, 0.233, … in random order with random signs; those of other operands lie in
    /// between.
    private NdArray distinct(long[] shape, int position) {
        int count = Math.toIntExact(NdArray.elements(shape));
        double step = Math.min(0.03, 3.0 / count);
        var magnitudes = new ArrayList<Double>();
        for (int k = 0; k < count; k++) {
            magnitudes.add(0.203 + step * (k + position / 3.0));
        }
        Collections.shuffle(magnitudes, random);
        return new NdArray(shape, magnitudes.stream().mapToDouble(m -> m * sign()).toArray());
    }

    /// `A Aᵀ / n + I` for a random `A`.
    private NdArray positiveDefinite(long[] shape) {
        var a = NdArray.generate(shape, i -> random.nextGaussian());
        int rank = shape.length;
        long n = shape[rank - 1];
        return NdArray.generate(
                shape,
                i -> {
                    double sum = i[rank - 2] == i[rank - 1] ? n : 0;
                    for (long k = 0; k < n; k++) {
                        sum += a.at(last(i, i[rank - 2], k)) * a.at(last(i, i[rank - 1], k));
                    }
                    return sum / n;
                });
    }

    private static long[] last(long[] index, long row, long column) {
        var changed = index.clone();
        changed[index.length - 2] = row;
        changed[index.length - 1] = column;
        return changed;
    }

    private NdArray lowerTriangular(long[] shape) {
        int rank = shape.length;
        return NdArray.generate(
                shape,
                i -> {
                    long below = i[rank - 2] - i[rank - 1];
                    double draw = random.nextDouble();
                    return below < 0 ? 0 : below == 0 ? 1 + draw : draw - 0.5;
                });
    }
}
