package dev.dnet.runtime.routine;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.WorkPool;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What an `assert` says and only a call can decide. The result is always true: where it would not
/// be, the call ends.
public final class Require {
    private Require() {}

    /// Two sizes, compared by `comparison`: `==`, `!=`, `<`, `<=`, `>`, `>=`. `message` is what the
    /// program says to it, perhaps nothing.
    public static void bool(
            WorkPool pool,
            MemorySegment out,
            long outOffset,
            String condition,
            String comparison,
            String message,
            String place,
            long left,
            long right) {
        sizes(condition, comparison, message, place, left, right);
        out.set(ValueLayout.JAVA_BYTE, outOffset, (byte) 1);
    }

    /// Every element of a tensor.
    public static void all(
            WorkPool pool,
            MemorySegment out,
            long outOffset,
            MemorySegment x,
            long xOffset,
            String condition,
            String message,
            String place,
            String origin,
            long... shape) {
        long count = 1;
        for (long size : shape) {
            count *= size;
        }
        for (long k = 0; k < count; k++) {
            element(
                    x.get(ValueLayout.JAVA_BYTE, xOffset + k) != 0,
                    k,
                    condition,
                    message,
                    place,
                    shape);
        }
        out.set(ValueLayout.JAVA_BYTE, outOffset, (byte) 1);
    }

    /// Ends the call unless the comparison holds.
    public static void sizes(
            String condition,
            String comparison,
            String message,
            String place,
            long left,
            long right) {
        boolean holds =
                switch (comparison) {
                    case "==" -> left == right;
                    case "!=" -> left != right;
                    case "<" -> left < right;
                    case "<=" -> left <= right;
                    case ">" -> left > right;
                    case ">=" -> left >= right;
                    default -> throw new IllegalArgumentException(comparison);
                };
        if (!holds) {
            throw failed(
                    condition,
                    message,
                    place,
                    "sizes for which it holds; these give %d %s %d"
                            .formatted(left, comparison, right),
                    "call it with other sizes, or change the assert");
        }
    }

    /// Ends the call unless the element at a flat position holds.
    public static void element(
            boolean holds,
            long position,
            String condition,
            String message,
            String place,
            long... shape) {
        if (!holds) {
            var at = CheckIndices.at(position, shape);
            throw failed(
                    condition,
                    message,
                    place,
                    at.isEmpty()
                            ? "data for which it holds"
                            : "data for which it holds everywhere; here it is false at " + at,
                    "correct the data, or change the assert");
        }
    }

    private static DnetException failed(
            String condition, String message, String place, String expected, String help) {
        var found = "`%s` at %s does not hold".formatted(condition, place);
        return new DnetException(
                "assert/failed",
                message.isEmpty() ? found : found + ": " + message,
                expected,
                help);
    }
}
