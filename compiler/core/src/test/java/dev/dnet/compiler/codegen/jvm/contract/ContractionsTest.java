package dev.dnet.compiler.codegen.jvm.contract;

import static dev.dnet.compiler.codegen.jvm.contract.Product.axis;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.compiler.codegen.jvm.Width;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.ops.Contract;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jdk.incubator.vector.VectorShape;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every form of emitted contraction gives the bits of its definition, at every vector width and number of threads.
class ContractionsTest {

    @TestFactory
    Stream<DynamicTest> matrices() {
        return Stream.of(
                test("plain", matrices(37, 50, 29, false, false)),
                test("whole blocks", matrices(48, 96, 64, false, false)),
                test("right transposed", matrices(25, 33, 40, false, true)),
                test("left transposed", matrices(31, 40, 21, true, false)),
                test("both transposed", matrices(26, 19, 23, true, true)),
                test("ten columns", matrices(70, 10, 84, false, true).withBias(1)),
                test("one row", matrices(1, 77, 30, false, false)),
                test("one column", matrices(77, 1, 30, false, false)),
                test("one step", matrices(20, 30, 1, false, false)),
                test("deep", matrices(14, 40, 1500, false, false)),
                test("split", matrices(7, 30, 4100, true, false).split(4)),
                test("epilogue", matrices(64, 120, 100, false, false).withBias(1)),
                test("float64", matrices(13, 17, 19, false, false).with(ElementType.F64).withBias(1)),
                test("free rows", free()));
    }

    @TestFactory
    Stream<DynamicTest> batches() {
        var b = axis("b", 3);
        var h = axis("h", 2);
        var i = axis("i", 9);
        var j = axis("j", 20);
        var k = axis("k", 18);
        var op = new Contract(List.of(b, h, i, j), List.of(k), Access.of(List.of(b, i, h, k)), Access.of(List.of(b, j, h, k)));
        return Stream.of(test("attention", Product.of(op, Shape.of(3, 9, 2, 18), Shape.of(3, 20, 2, 18))));
    }

    @TestFactory
    Stream<DynamicTest> convolutions() {
        return Stream.of(
                test("padded", Windows.of(3, 1, 12, 6, 5).pad(2).forward().withBias(1)),
                test("unpadded", Windows.of(2, 6, 14, 16, 5).forward()),
                test("stride", Windows.of(2, 3, 13, 8, 3).pad(1).stride(2).forward()),
                test("stride without padding", Windows.of(2, 40, 9, 8, 1).stride(2).forward()),
                test("dilation", Windows.of(2, 3, 12, 5, 3).pad(2).dilation(2).forward()),
                test("data gradient", Windows.of(2, 6, 14, 16, 5).dataGradient()),
                test("padded data gradient", Windows.of(2, 3, 8, 5, 3).pad(1).dataGradient()),
                test("strided data gradient", Windows.of(2, 3, 9, 5, 3).pad(1).stride(2).dataGradient()),
                test("weight gradient", Windows.of(2, 6, 14, 16, 5).weightGradient()),
                test("split weight gradient", Windows.of(24, 1, 12, 6, 5).pad(2).weightGradient().split(3)),
                test("strided weight gradient", Windows.of(2, 3, 13, 8, 3).pad(1).stride(2).weightGradient()));
    }

    private static DynamicTest test(String name, Product product) {
        return DynamicTest.dynamicTest(name, () -> check(product));
    }

    private static void check(Product product) {
        var expected = product.expected();
        var emitted = product.emit();
        int threads = 1;
        for (var width : widths()) {
            var got = emitted.run(width, threads);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], got[i], 0.0, width + ", " + threads + " threads, element " + i);
            }
            threads = threads % 5 + 2;
        }
    }

    private static List<Width> widths() {
        var widths = new ArrayList<Width>();
        for (var width : Width.values()) {
            if (width.bits() <= VectorShape.preferredShape().vectorBitSize()) {
                widths.add(width);
            }
        }
        return widths;
    }

    private static Product matrices(long m, long n, long k, boolean leftTurned, boolean rightTurned) {
        var i = axis("i", m);
        var j = axis("j", n);
        var c = axis("c", k);
        var left = leftTurned ? List.of(c, i) : List.of(i, c);
        var right = rightTurned ? List.of(j, c) : List.of(c, j);
        return Product.of(
                new Contract(List.of(i, j), List.of(c), Access.of(left), Access.of(right)), shape(left), shape(right));
    }

    static Shape shape(List<Axis> axes) {
        return new Shape(axes.stream().map(Axis::extent).toList());
    }

    private static Product free() {
        var i = new Axis("i", Size.symbol("N"));
        var j = axis("j", 24);
        var c = axis("c", 33);
        var op = new Contract(List.of(i, j), List.of(c), Access.of(List.of(i, c)), Access.of(List.of(j, c)));
        return Product.of(op, shape(List.of(i, c)), shape(List.of(j, c))).withBias(1).at(Map.of("N", 53L));
    }
}
