package dev.dnet.runtime.routine;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.WorkPool;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Indices that are data, such as labels and tokens, on their way to where they choose: copied, and
/// the call ended at the first one that lies outside.
public final class CheckIndices {
    private CheckIndices() {}

    /// The operand is called `name` and is made at `origin`; `use`, at `place`, needs numbers below
    /// `extent`.
    public static void i32(
            WorkPool pool,
            MemorySegment out,
            long outOffset,
            MemorySegment x,
            long xOffset,
            String name,
            String use,
            String place,
            String origin,
            long extent,
            long... shape) {
        require32(x, xOffset, name, use, place, origin, extent, shape);
        MemorySegment.copy(x, xOffset, out, outOffset, count(shape) * Integer.BYTES);
    }

    /// The same for indices of 64 bits.
    public static void i64(
            WorkPool pool,
            MemorySegment out,
            long outOffset,
            MemorySegment x,
            long xOffset,
            String name,
            String use,
            String place,
            String origin,
            long extent,
            long... shape) {
        require64(x, xOffset, name, use, place, origin, extent, shape);
        MemorySegment.copy(x, xOffset, out, outOffset, count(shape) * Long.BYTES);
    }

    /// Ends the call at the first index that lies outside.
    public static void require32(
            MemorySegment x,
            long xOffset,
            String name,
            String use,
            String place,
            String origin,
            long extent,
            long... shape) {
        long count = count(shape);
        int last = (int) Math.min(Integer.MAX_VALUE, extent - 1);
        int wrong = 0;
        for (long k = 0; k < count; k++) {
            int value = x.get(ValueLayout.JAVA_INT_UNALIGNED, xOffset + k * Integer.BYTES);
            wrong |= value | last - value;
        }
        if (wrong < 0) {
            for (long k = 0; k < count; k++) {
                long value = x.get(ValueLayout.JAVA_INT_UNALIGNED, xOffset + k * Integer.BYTES);
                require(value, k, name, use, place, origin, extent, shape);
            }
        }
    }

    /// The same for indices of 64 bits.
    public static void require64(
            MemorySegment x,
            long xOffset,
            String name,
            String use,
            String place,
            String origin,
            long extent,
            long... shape) {
        long count = count(shape);
        for (long k = 0; k < count; k++) {
            long value = x.get(ValueLayout.JAVA_LONG_UNALIGNED, xOffset + k * Long.BYTES);
            require(value, k, name, use, place, origin, extent, shape);
        }
    }

    private static long count(long[] shape) {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    /// Ends the call unless `value`, the element at a flat position, is from 0 to `extent - 1`.
    public static void require(
            long value,
            long position,
            String name,
            String use,
            String place,
            String origin,
            long extent,
            long... shape) {
        if (value < 0 || value >= extent) {
            throw new DnetException(
                    "index/out-of-range",
                    "%s%s is %d; %s comes from %s"
                            .formatted(name, at(position, shape), value, name, origin),
                    "%s, for %s at %s"
                            .formatted(
                                    extent > 0 ? "from 0 to " + (extent - 1) : "none, nothing fits",
                                    use,
                                    place),
                    "indices count from 0: correct the data, or make what they point into longer");
        }
    }

    /// `[1, 3]` for the flat position 7 in a shape `[2, 4]`; nothing for a scalar.
    static String at(long position, long... shape) {
        if (shape.length == 0) {
            return "";
        }
        var index = new long[shape.length];
        long rest = position;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            index[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        return Arrays.toString(index);
    }
}
