package dev.dnet.compiler.fusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.nest.NestInterpreter;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

final class RemaindersTest {
    private static final int POSITIONS = 9;
    private static final int CHANNELS = 3;

    /// `y[c, h] = Σ_r x[(h - r + pad) / stride] w[c, r]`, the way back through a strided window.
    private static Root back(int stride, int window, int pad) {
        var c = new Axis("c", Size.of(CHANNELS));
        var h = new Axis("h", Size.of((long) stride * POSITIONS));
        var r = new Axis("r", Size.of(window));
        var access = new Access(h.index().minus(r.index()).plus(pad), stride);
        var body = new BodyBuilder();
        var guard = access.guard(Size.of(POSITIONS), List.of(h, r));
        int x = body.load(ElementType.F64, 0, List.of(access.index()), guard);
        int w = body.load(ElementType.F64, 1, List.of(c.index(), r.index()));
        int product = body.apply(ElementType.F64, Fn.MUL, x, w);
        var nest = new Compute.Nest(List.of(c, h), List.of(r), Reducer.SUM, body.build(product));
        var divided = (Compute.Nest) Strides.divide(nest);
        return new Root(7, divided.out(), divided.reduce(), Reducer.SUM, divided.body());
    }

    private static NdArray run(Root root, List<NdArray> operands) {
        return NestInterpreter.run(
                new Compute.Nest(root.out(), root.reduce(), root.reducer(), root.body()), operands);
    }

    @ParameterizedTest
    @CsvSource({"2,3,1", "2,1,0", "3,5,2", "2,2,0", "4,4,1"})
    void theyAreTheWholeAndDivideNothing(int stride, int window, int pad) {
        var x = NdArray.generate(new long[] {POSITIONS}, i -> Math.sin(1.0 + (double) i[0]));
        var w =
                NdArray.generate(
                        new long[] {CHANNELS, window},
                        i -> Math.cos(1.0 + 3 * (double) i[0] + (double) i[1]));
        var root = back(stride, window, pad);
        var whole = run(root, List.of(x, w));
        var parts = Remainders.of(root);
        assertEquals(stride, parts.size());
        for (var part : parts) {
            var terms = part.root().body().terms();
            assertTrue(Divisions.divisors(terms, part.root().out()).isEmpty());
            compare(whole, part, List.of(x, w));
        }
    }

    private static void compare(NdArray whole, Remainders.Part part, List<NdArray> operands) {
        var own =
                part.isEmpty()
                        ? NdArray.generate(new long[] {CHANNELS, POSITIONS}, i -> 0)
                        : run(part.root(), operands);
        for (long c = 0; c < CHANNELS; c++) {
            for (long q = 0; q < POSITIONS; q++) {
                var old = place(part, Map.of("c", c, "h", q));
                double expected = whole.at(old);
                assertEquals(expected, own.at(c, q));
            }
        }
    }

    private static long[] place(Remainders.Part part, Map<String, Long> at) {
        var values = new HashMap<>(at);
        return new long[] {
            part.at().getOrDefault("c", Size.symbol("c")).evaluate(values),
            part.at().getOrDefault("h", Size.symbol("h")).evaluate(values)
        };
    }

    @Test
    void whereNothingIsDividedThereIsOnePart() {
        var i = new Axis("i", Size.of(4));
        var j = new Axis("j", Size.of(4));
        var k = new Axis("k", Size.of(4));
        var body = new BodyBuilder();
        int a = body.load(ElementType.F32, 0, List.of(i.index(), k.index()));
        int b = body.load(ElementType.F32, 1, List.of(k.index(), j.index()));
        int product = body.apply(ElementType.F32, Fn.MUL, a, b);
        var root = new Root(2, List.of(i, j), List.of(k), Reducer.SUM, body.build(product));
        assertEquals(List.of(new Remainders.Part(root, Map.of())), Remainders.of(root));
    }
}
