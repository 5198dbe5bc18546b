package dev.dnet.compiler.fusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.dnet.compiler.loops.Stage;
import dev.dnet.compiler.nest.Axis;
import dev.dnet.compiler.nest.BodyBuilder;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.nest.Guard;
import dev.dnet.compiler.nest.Reducer;
import dev.dnet.compiler.nest.Term;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import org.junit.jupiter.api.Test;

import java.util.List;

final class ResiduesTest {
    private static final Size I = Size.symbol("i");
    private static final Size TWO = Size.of(2);
    private static final Guard ODD = new Guard(List.of(new Guard.Check.Divides(I.minus(1), TWO)));

    private final BodyBuilder body = new BodyBuilder();

    private int load(int buffer, Size index, Guard guard) {
        return body.load(ElementType.F32, buffer, List.of(index), guard);
    }

    private Stage.Sweep over(long extent, Stage.Action... actions) {
        return new Stage.Sweep(
                List.of(new Axis("i", Size.of(extent))), body.terms(), List.of(actions));
    }

    private static Term.Load plain(int buffer, Size index) {
        return new Term.Load(ElementType.F32, buffer, List.of(index), Guard.ALWAYS);
    }

    private static Term.Apply add(int a, int b) {
        return new Term.Apply(ElementType.F32, Fn.ADD, List.of(a, b));
    }

    /// The example of the class.
    @Test
    void bothPointsOfAStepHaveTheirOwnTerms() {
        int a = load(0, I.floorDiv(2), Guard.ALWAYS);
        int b = load(1, I.floorDiv(2), ODD);
        int sum = body.apply(ElementType.F32, Fn.ADD, a, b);
        var split = Residues.split(over(8, new Stage.Action.Store(2, I, sum)), List.of());
        assertEquals(List.of(new Axis("i", Size.of(4))), split.axes());
        assertEquals(
                List.of(
                        new Stage.Action.Store(2, I.times(2), 0),
                        new Stage.Action.Store(2, I.times(2).plus(1), 3)),
                split.actions());
        assertEquals(plain(0, I), split.terms().get(0));
        assertEquals(plain(1, I), split.terms().get(2));
        assertEquals(add(0, 2), split.terms().get(3));
    }

    @Test
    void aFoldTakesThePointsInOrder() {
        int a = load(0, I.floorDiv(2).times(3), Guard.ALWAYS);
        int b = load(1, I.times(5), Guard.ALWAYS);
        int sum = body.apply(ElementType.F32, Fn.ADD, a, b);
        var split = Residues.split(over(8, new Stage.Action.Fold(Reducer.SUM, sum, 2)), List.of());
        var terms = split.terms();
        assertEquals(
                List.of(plain(0, I.times(3)), plain(1, I.times(10)), add(0, 1)),
                terms.subList(0, 3));
        assertEquals(
                List.of(plain(1, I.times(10).plus(5)), add(0, 3), add(2, 4)), terms.subList(3, 6));
        assertEquals(List.of(new Stage.Action.Fold(Reducer.SUM, 5, 2)), split.actions());
    }

    @Test
    void whatRunsInVectorsStays() {
        int a = load(0, I.floorDiv(2), Guard.ALWAYS);
        var sweep = over(8, new Stage.Action.Store(1, I, a));
        assertSame(sweep, Residues.split(sweep, List.of()));
    }

    @Test
    void anOddNumberOfPointsStays() {
        int a = load(0, I.floorDiv(2), ODD);
        var sweep = over(9, new Stage.Action.Store(1, I, a));
        assertSame(sweep, Residues.split(sweep, List.of()));
    }

    @Test
    void theFirstOfTheLargestStaysTheFirst() {
        int a = load(0, I.floorDiv(2).times(3), Guard.ALWAYS);
        var sweep = over(8, new Stage.Action.Fold(Reducer.ARG_MAX, a, 1));
        assertSame(sweep, Residues.split(sweep, List.of()));
    }
}
