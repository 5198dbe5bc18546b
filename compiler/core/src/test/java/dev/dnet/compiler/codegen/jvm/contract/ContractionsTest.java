package dev.dnet.compiler.codegen.jvm.contract;

import static dev.dnet.compiler.codegen.jvm.contract.Product.axis;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.codegen.jvm.EmittedGraph;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.ops.Contract;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.WorkPool;

import jdk.incubator.vector.VectorShape;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Every form of emitted contraction gives the bits of its definition, at every vector width,
/// however it is cut and whichever piece comes first.
class ContractionsTest {
    private static final WorkPool REVERSED = WorkPool.reversed(3);

    @Test
    void matrices() {
        check(
                Map.ofEntries(
                        Map.entry("plain", matrices(37, 50, 29, false, false)),
                        Map.entry("whole_blocks", matrices(48, 96, 64, false, false)),
                        Map.entry("right_turned", matrices(25, 33, 40, false, true)),
                        Map.entry("left_turned", matrices(31, 40, 21, true, false)),
                        Map.entry("both_turned", matrices(26, 19, 23, true, true)),
                        Map.entry("ten_columns", matrices(70, 10, 84, false, true).withBias(1)),
                        Map.entry("one_row", matrices(1, 77, 30, false, false)),
                        Map.entry("one_column", matrices(77, 1, 30, false, false)),
                        Map.entry("one_step", matrices(20, 30, 1, false, false)),
                        Map.entry("deep", matrices(14, 400, 1500, false, false)),
                        Map.entry("split", matrices(7, 30, 4100, true, false).split(4)),
                        Map.entry("epilogue", matrices(64, 120, 100, false, false).withBias(1)),
                        Map.entry(
                                "float64",
                                matrices(13, 17, 19, false, false)
                                        .with(ElementType.F64)
                                        .withBias(1)),
                        Map.entry("attention", batches()),
                        Map.entry("free_rows", free())));
    }

    @Test
    void convolutions() {
        check(
                Map.ofEntries(
                        Map.entry(
                                "padded", Windows.of(3, 1, 12, 6, 5).pad(2).forward().withBias(1)),
                        Map.entry("narrow", Windows.of(2, 3, 8, 4, 3).pad(1).forward()),
                        Map.entry("unpadded", Windows.of(2, 6, 14, 16, 5).forward()),
                        Map.entry("stride", Windows.of(2, 3, 13, 8, 3).pad(1).stride(2).forward()),
                        Map.entry(
                                "stride_without_padding",
                                Windows.of(2, 40, 9, 8, 1).stride(2).forward()),
                        Map.entry(
                                "dilation",
                                Windows.of(2, 3, 12, 5, 3).pad(2).dilation(2).forward()),
                        Map.entry("data", Windows.of(2, 6, 14, 16, 5).dataGradient()),
                        Map.entry("padded_data", Windows.of(2, 3, 8, 5, 3).pad(1).dataGradient()),
                        Map.entry(
                                "strided_data",
                                Windows.of(2, 3, 9, 5, 3).pad(1).stride(2).dataGradient()),
                        Map.entry(
                                "even_strided_data",
                                Windows.of(2, 3, 10, 5, 3).pad(1).stride(2).dataGradient()),
                        Map.entry(
                                "narrow_strided_data",
                                Windows.of(2, 5, 8, 4, 1).stride(2).dataGradient().withBias(1)),
                        Map.entry("weights", Windows.of(2, 6, 14, 16, 5).weightGradient()),
                        Map.entry(
                                "split_weights",
                                Windows.of(24, 1, 12, 6, 5).pad(2).weightGradient().split(3)),
                        Map.entry(
                                "strided_weights",
                                Windows.of(2, 3, 13, 8, 3).pad(1).stride(2).weightGradient())));
    }

    private static Product batches() {
        var b = axis("b", 3);
        var h = axis("h", 2);
        var i = axis("i", 9);
        var j = axis("j", 20);
        var k = axis("k", 18);
        var op =
                new Contract(
                        List.of(b, h, i, j),
                        List.of(k),
                        Access.of(List.of(b, i, h, k)),
                        Access.of(List.of(b, j, h, k)));
        return Product.of(op, Shape.of(3, 9, 2, 18), Shape.of(3, 20, 2, 18));
    }

    private static void check(Map<String, Product> products) {
        var graph = new GraphBuilder("products");
        var inputs = new TreeMap<String, NdArray>();
        products.forEach((name, p) -> p.addTo(graph, name));
        products.forEach((name, p) -> inputs.putAll(p.inputs(name)));
        var emitted = EmittedGraph.of(graph.build(), Lowering.Mode.FUSED);
        for (var width : widths()) {
            assertSame(products, emitted.run(inputs, width, 1), width + ", 1 thread");
            assertSame(products, emitted.run(inputs, width, REVERSED), width + ", reversed");
        }
        assertSame(products, emitted.run(inputs, widths().getLast(), 3), "3 threads");
    }

    private static void assertSame(
            Map<String, Product> products, Map<String, NdArray> got, String where) {
        assertAll(
                products.entrySet().stream()
                        .map(e ->
                                () ->
                                        same(
                                                where,
                                                e.getKey(),
                                                e.getValue(),
                                                requireNonNull(got.get(e.getKey())))));
    }

    private static void same(String where, String name, Product product, NdArray got) {
        var expected = product.expected();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], got.data()[i], 0.0, name + ", " + where + ", element " + i);
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

    private static Product matrices(
            long m, long n, long k, boolean leftTurned, boolean rightTurned) {
        var i = axis("i", m);
        var j = axis("j", n);
        var c = axis("c", k);
        var left = leftTurned ? List.of(c, i) : List.of(i, c);
        var right = rightTurned ? List.of(j, c) : List.of(c, j);
        return Product.of(
                new Contract(List.of(i, j), List.of(c), Access.of(left), Access.of(right)),
                shape(left),
                shape(right));
    }

    static Shape shape(List<Axis> axes) {
        return new Shape(axes.stream().map(Axis::extent).toList());
    }

    private static Product free() {
        var i = new Axis("i", Size.symbol("N"));
        var j = axis("j", 24);
        var c = axis("c", 33);
        var op =
                new Contract(
                        List.of(i, j),
                        List.of(c),
                        Access.of(List.of(i, c)),
                        Access.of(List.of(j, c)));
        return Product.of(op, shape(List.of(i, c)), shape(List.of(j, c)))
                .withBias(1)
                .at(Map.of("N", 53L));
    }
}
