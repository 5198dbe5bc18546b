package dev.dnet.compiler.ops;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.type.Size;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The accesses of an operand as numbers, for the reference evaluation: `offset + Σ factor · axis`
/// for each dimension.
@SuppressWarnings("ArrayRecordComponent") // made, used and dropped within one evaluation
record AffineIndex(long[] offsets, long[][] factors, long[] divisors) {

    static AffineIndex of(List<Access> access, List<Axis> axes) {
        int rank = access.size();
        var index = new AffineIndex(new long[rank], new long[rank][axes.size()], new long[rank]);
        for (int d = 0; d < rank; d++) {
            index.offsets[d] = at(access.get(d).numerator(), axes, -1);
            index.divisors[d] = access.get(d).divisor();
            for (int a = 0; a < axes.size(); a++) {
                index.factors[d][a] = at(access.get(d).numerator(), axes, a) - index.offsets[d];
            }
        }
        return index;
    }

    /// The value where one axis is at 1 and the others at 0.
    private static long at(Size numerator, List<Axis> axes, int one) {
        Map<String, Size> point = new HashMap<>();
        for (int a = 0; a < axes.size(); a++) {
            point.put(axes.get(a).name(), Size.of(a == one ? 1 : 0));
        }
        return numerator.substitute(point).value();
    }

    /// The element at a point of the axes, or zero where there is none.
    double load(NdArray x, long[] point) {
        long flat = 0;
        for (int d = 0; d < offsets.length; d++) {
            long numerator = numerator(d, point);
            long index = numerator / divisors[d];
            if (index * divisors[d] != numerator || index < 0 || index >= x.shape()[d]) {
                return 0;
            }
            flat = flat * x.shape()[d] + index;
        }
        return x.data()[(int) flat];
    }

    long numerator(int d, long[] point) {
        long numerator = offsets[d];
        for (int a = 0; a < point.length; a++) {
            numerator += factors[d][a] * point[a];
        }
        return numerator;
    }
}
