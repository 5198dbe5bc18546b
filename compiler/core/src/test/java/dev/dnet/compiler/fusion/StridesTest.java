package dev.dnet.compiler.fusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.nest.Access;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.NestInterpreter;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

final class StridesTest {
    private static final int POSITIONS = 9;

    /// `y[h] = Σ_r x[(h ± r + pad) / stride] w[r]`, the way back through a strided window.
    private static Compute.Nest back(int stride, int window, int pad, int sign) {
        var h = new Axis("h", Size.of(stride * POSITIONS - 2));
        var r = new Axis("r", Size.of(window));
        var axes = List.of(h, r);
        var access = new Access(h.index().plus(r.index().times(sign)).plus(pad), stride);
        var body = new BodyBuilder();
        var guard = access.guard(Size.of(POSITIONS), axes);
        int x = body.load(ElementType.F64, 0, List.of(access.index()), guard);
        int w = body.load(ElementType.F64, 1, List.of(r.index()));
        int product = body.apply(ElementType.F64, Fn.MUL, x, w);
        return new Compute.Nest(List.of(h), List.of(r), Reducer.SUM, body.build(product));
    }

    @ParameterizedTest
    @CsvSource({"2,2,0,-1", "2,3,1,-1", "3,5,2,-1", "3,2,0,-1", "4,4,1,-1", "2,3,0,1", "3,4,1,1"})
    void sumsOverTheSamePositionsInTheSameOrder(int stride, int window, int pad, int sign) {
        var nest = back(stride, window, pad, sign);
        var divided = (Compute.Nest) Strides.divide(nest);
        assertEquals((window + stride - 1) / stride, divided.reduce().getFirst().extent().value());
        assertEquals(0, divisions(divided));
        var x = NdArray.generate(new long[] {POSITIONS}, i -> Math.sin(1.0 + (double) i[0]));
        var w = NdArray.generate(new long[] {window}, i -> Math.cos(1.0 + 3 * (double) i[0]));
        var operands = List.of(x, w);
        assertArrayEquals(
                NestInterpreter.run(nest, operands).data(),
                NestInterpreter.run(divided, operands).data());
    }

    private static long divisions(Compute.Nest nest) {
        return nest.body().terms().stream()
                .filter(Term.Load.class::isInstance)
                .flatMap(t -> ((Term.Load) t).guard().checks().stream())
                .filter(Guard.Check.Divides.class::isInstance)
                .count();
    }

    @Test
    void aTermThatDoesNotVanishStaysATest() {
        var nest = back(2, 3, 0, -1);
        var body = new BodyBuilder();
        nest.body().terms().forEach(body::add);
        int sum = body.apply(ElementType.F64, Fn.ADD, 0, 1);
        var kept = new Compute.Nest(nest.out(), nest.reduce(), nest.reducer(), body.build(sum));
        assertSame(kept, Strides.divide(kept));
    }
}
