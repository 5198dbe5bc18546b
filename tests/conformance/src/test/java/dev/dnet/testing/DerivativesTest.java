package dev.dnet.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/// What `tests/report gradients` prints, a test for each example of each operator.
final class DerivativesTest {

    static Stream<Named<Example>> examples() {
        return PrimitivesReport.operators().stream()
                .flatMap(op -> op instanceof Examples e ? e.examples().stream() : Stream.of())
                .filter(DerivativeCheck::isTried)
                .map(e -> Named.of(e.op() + " of " + e.operands(), e));
    }

    static List<NetworkDerivatives> networks() {
        return NetworkDerivatives.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void reverseForwardAndSecondOrder(Example example) {
        var errors = DerivativeCheck.of(example);
        assertTrue(errors.largest() < GradientsReport.CLOSE, errors::toString);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void networks(NetworkDerivatives network) {
        assertEquals(0, network.error(), GradientsReport.CLOSE);
    }
}
