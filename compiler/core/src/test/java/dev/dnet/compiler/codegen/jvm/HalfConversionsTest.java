package dev.dnet.compiler.codegen.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ops.Cast;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Half;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Map;

/// All 65,536 numbers of 16 bits, what lies between them and beyond, as emitted code loads, stores
/// and rounds them.
class HalfConversionsTest {
    private static final int ALL = 1 << 16;
    private static final int BETWEEN = 6;

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void everyNumberIsLoadedAsItIs(ElementType type) {
        var numbers = new double[ALL];
        for (int bits = 0; bits < ALL; bits++) {
            numbers[bits] = number(type, bits);
        }
        check(type, ElementType.F32, numbers, numbers);
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void everyFloatIsRoundedToTheNearest(ElementType type) {
        var numbers = new double[ALL * BETWEEN];
        var rounded = new double[numbers.length];
        for (int bits = 0; bits < ALL; bits++) {
            float low = number(type, bits);
            float high = number(type, Math.min(bits + 1, ALL - 1));
            float middle = (float) ((low + (double) high) / 2);
            float[] some = {
                low, middle, Math.nextUp(middle), Math.nextDown(middle), Math.nextUp(low), high * 3
            };
            for (int k = 0; k < BETWEEN; k++) {
                numbers[bits * BETWEEN + k] = some[k];
                rounded[bits * BETWEEN + k] = nearest(type, some[k]);
            }
        }
        check(ElementType.F32, type, numbers, rounded);
    }

    private static float number(ElementType type, int bits) {
        return type == ElementType.F16
                ? Float.float16ToFloat((short) bits)
                : Float.intBitsToFloat(bits << 16);
    }

    private static double nearest(ElementType type, float x) {
        return type == ElementType.F16 ? Float.float16ToFloat(Float.floatToFloat16(x)) : bf16(x);
    }

    /// By exact arithmetic on the numbers, not on their bits.
    private static double bf16(float x) {
        if (!Float.isFinite(x) || x == 0) {
            return x;
        }
        double unit = Math.scalb(1.0, Math.max(Math.getExponent(x), Float.MIN_EXPONENT) - 7);
        double nearest = Math.rint(x / unit) * unit;
        return Math.abs(nearest) > 0x1.fep127
                ? Math.copySign(Double.POSITIVE_INFINITY, x)
                : nearest;
    }

    /// The cast, and its result as an f32: rounded by the store, and rounded on the way.
    private static void check(
            ElementType from, ElementType to, double[] numbers, double[] expected) {
        var graph = new GraphBuilder("conversions");
        var type = new TensorType(from, Shape.of(numbers.length));
        int x = graph.add(new Input(Input.Role.ARGUMENT, "x", type));
        int y = graph.add(new Cast(to), x);
        graph.output(Output.Kind.RESULT, "stored", y);
        graph.output(Output.Kind.RESULT, "rounded", graph.add(new Cast(ElementType.F32), y));
        var emitted = EmittedGraph.of(graph.build(), Lowering.Mode.FUSED);
        var inputs = Map.of("x", new NdArray(new long[] {numbers.length}, numbers));
        for (var width : Width.values()) {
            emitted.run(inputs, width, 1)
                    .forEach((name, got) -> {
                        for (int i = 0; i < numbers.length; i++) {
                            assertEquals(
                                    expected[i],
                                    requireNonNull(got).data()[i],
                                    name + " of " + numbers[i] + " at " + width);
                        }
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void tensorsHoldTheNearestNumbers(ElementType type) {
        for (float x : new float[] {0.1f, -3.3e-6f, 70000f, 1e-30f}) {
            assertEquals(nearest(type, x), Half.round(type, x));
        }
    }
}
