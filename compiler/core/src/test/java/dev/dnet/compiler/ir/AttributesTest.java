package dev.dnet.compiler.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Attributes of every kind that an operation may have, none of which the compiler's own files
/// name.
class AttributesTest {
    private static final Size N = Size.symbol("N");

    record Exotic(
            int small,
            long big,
            double number,
            boolean flag,
            String text,
            Reducer reducer,
            ElementType element,
            Size size,
            Shape shape,
            TensorType type,
            List<Axis> axes,
            List<List<Integer>> nested,
            Optional<Size> some,
            Optional<Size> none,
            OptionalInt integer,
            Guard.Check check,
            Op inner)
            implements Op {

        @Override
        public TensorType type(List<TensorType> operands) {
            return type;
        }

        @Override
        public NdArray eval(List<NdArray> operands, TensorType result) {
            return NdArray.filled(result.shape().dims(), number);
        }

        @Override
        public Compute compute(List<TensorType> operands, TensorType result) {
            return new Compute.Alias();
        }

        @Override
        public List<OptionalInt> gradient(Vjp v) {
            return List.of();
        }
    }

    private static Exotic exotic() {
        return new Exotic(
                -3,
                Long.MIN_VALUE + 1,
                0.1,
                true,
                "a \"b\"\n\\ c",
                Reducer.ARG_MAX,
                ElementType.BOOL,
                N.plus(1).floorDiv(N.times(2)).times(Size.symbol("%3")).minus(N.mod(7)),
                Shape.of(N, Size.of(3)),
                new TensorType(ElementType.I64, Shape.of(N.times(N))),
                List.of(new Axis("i0", N)),
                List.of(List.of(1, -2), List.of()),
                Optional.of(N.min(Size.of(4))),
                Optional.empty(),
                OptionalInt.of(-5),
                new Guard.Check.InRange(N.minus(1), N),
                new Grad());
    }

    @Test
    void everyKindReadsBack() {
        var text = new AttributePrinter().attributes(exotic());
        var catalog = new OpCatalog(Map.of("exotic", Exotic.class, "grad", Grad.class));
        var tokens = new IrTokens(new Source("t", text));
        assertEquals(
                exotic(),
                new AttributeReader(tokens, catalog, AttributesTest::noGraph).operation("exotic"),
                text);
    }

    @Test
    void everySizeIsBound() {
        var builder = new GraphBuilder("g");
        builder.output(Output.Kind.RESULT, "y", builder.add(exotic(), List.of()));
        var bound = Specializer.bind(builder.build(), Map.of("N", 5L, "%3", 2L));
        var op = (Exotic) bound.instr(0).op();
        assertEquals(Size.of(-5), op.size());
        assertEquals(Shape.of(5, 3), op.shape());
        assertEquals("i64[25]", bound.instr(0).type().toString());
        assertEquals(List.of(new Axis("i0", Size.of(5))), op.axes());
        assertEquals(Optional.of(Size.of(4)), op.some());
        assertEquals(new Guard.Check.InRange(Size.of(4), Size.of(5)), op.check());
    }

    @Test
    void sizesKeepTheirMeaning() {
        var m = Size.symbol("M");
        for (var size :
                List.of(
                        N.floorDiv(m.times(2)),
                        N.times(3).floorDiv(Size.of(2)).floorDiv(m),
                        N.plus(m).mod(m.times(N)).times(2).minus(7),
                        N.times(-1).floorDiv(m.minus(N)),
                        N.max(m).min(m.plus(N).floorDiv(3)))) {
            var op =
                    new Exotic(
                            0,
                            0,
                            0,
                            false,
                            "",
                            Reducer.SUM,
                            ElementType.F32,
                            size,
                            Shape.SCALAR,
                            TensorType.scalar(ElementType.F32),
                            List.of(),
                            List.of(),
                            Optional.empty(),
                            Optional.empty(),
                            OptionalInt.empty(),
                            new Guard.Check.Divides(N, m),
                            new Grad());
            var text = new AttributePrinter().attributes(op);
            var catalog = new OpCatalog(Map.of("exotic", Exotic.class, "grad", Grad.class));
            var read =
                    new AttributeReader(
                                    new IrTokens(new Source("t", text)),
                                    catalog,
                                    AttributesTest::noGraph)
                            .operation("exotic");
            assertEquals(op, read);
        }
    }

    private static Graph noGraph() {
        throw new IllegalStateException("there is no graph among these attributes");
    }
}
