package dev.dnet.compiler.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.op.Attribute;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The distributions, by their moments and ranges.
class RandomTest {
    private static final int COUNT = 20_000;

    private final Reference test = new Reference();
    private final Expr key =
            test.input(
                    new TensorType(ElementType.I64, Shape.of(2)),
                    new NdArray(new long[] {2}, new double[] {42, 1}));
    private int streams;

    private double[] draw(Primitive primitive, ElementType type, Map<String, Double> numbers) {
        var tensors = new HashMap<String, List<Integer>>();
        numbers.forEach((name, x) -> tensors.put(name, List.of(number(x).value())));
        Map<String, Attribute> attributes =
                Map.of(
                        "shape", new Attribute.SizeValue(Size.of(COUNT)),
                        "type", new Attribute.Element(type));
        var call = new Call(test.graph(), tensors, attributes, source());
        return test.value(primitive.build(call)).data();
    }

    private Expr number(double x) {
        return Formulas.constant(test.graph(), ElementType.F32, x);
    }

    private Call.RandomSource source() {
        return new Call.RandomSource() {
            @Override
            public int key() {
                return key.value();
            }

            @Override
            public int nextStream() {
                return streams++;
            }
        };
    }

    private static double mean(double[] x) {
        return Arrays.stream(x).average().orElseThrow();
    }

    private static double deviation(double[] x) {
        double mean = mean(x);
        return Math.sqrt(
                Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
    }

    @Test
    void uniform() {
        for (var type : List.of(ElementType.F32, ElementType.F64)) {
            var x = draw(new Uniform(), type, Map.of("low", -2.0, "high", 4.0));
            assertTrue(Arrays.stream(x).allMatch(v -> v >= -2 && v < 4));
            assertEquals(1, mean(x), 0.05);
            assertEquals(6 / Math.sqrt(12), deviation(x), 0.05);
        }
    }

    @Test
    void wholeNumbers() {
        var x = draw(new Uniform(), ElementType.I32, Map.of("low", -1.0, "high", 2.0));
        for (double value : List.of(-1.0, 0.0, 1.0)) {
            long drawn = Arrays.stream(x).filter(v -> v == value).count();
            assertTrue(Math.abs(drawn - COUNT / 3) < 300, value + " was drawn " + drawn + " times");
        }
    }

    @Test
    void normal() {
        for (var type : List.of(ElementType.F32, ElementType.F64)) {
            var x = draw(new Normal(), type, Map.of("mean", 3.0, "std", 0.5));
            assertEquals(3, mean(x), 0.02);
            assertEquals(0.5, deviation(x), 0.02);
        }
    }

    @Test
    void bernoulli() {
        assertEquals(0.3, mean(draw(new Bernoulli(), ElementType.F32, Map.of("p", 0.3))), 0.02);
        assertEquals(1, mean(draw(new Bernoulli(), ElementType.BOOL, Map.of("p", 1.0))));
        assertEquals(0, mean(draw(new Bernoulli(), ElementType.I32, Map.of("p", 0.0))));
    }

    @Test
    void everyDrawHasItsStream() {
        var first = draw(new Normal(), ElementType.F32, Map.of());
        var second = draw(new Normal(), ElementType.F32, Map.of());
        assertFalse(Arrays.equals(first, second));
        streams = 0;
        assertArrayEquals(first, draw(new Normal(), ElementType.F32, Map.of()));
    }

    @Test
    void typesThatADistributionDoesNotHave() {
        assertThrows(OpError.class, () -> draw(new Normal(), ElementType.I32, Map.of()));
        assertThrows(OpError.class, () -> draw(new Uniform(), ElementType.BOOL, Map.of()));
    }
}
