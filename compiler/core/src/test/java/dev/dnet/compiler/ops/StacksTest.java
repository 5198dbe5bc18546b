package dev.dnet.compiler.ops;

import static dev.dnet.compiler.ops.Near.assertNear;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.ir.Output;
import dev.dnet.compiler.ir.Scan;
import dev.dnet.compiler.ir.TurnInput;
import dev.dnet.compiler.ir.Verifier;
import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.pass.Pipeline;
import dev.dnet.compiler.type.Size;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Every operator on stacks, for every choice of operands that are stacks, against the turns of a
/// loop, one by one. All but draws are done without a loop.
class StacksTest {
    private static final int TURNS = 3;
    private static final double SAME = 1e-12;

    static Stream<Named<Example>> examples() {
        return OperatorsTest.examples().filter(e -> !e.getPayload().operands().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void allTurnsAtOnceEqualTheTurns(Example example) {
        for (int varies = 1; varies < 1 << example.operands().size(); varies++) {
            var inputs = new HashMap<String, NdArray>();
            var loop = loop(example, varies, inputs);
            var atOnce = vectorised(loop);
            var what = example.op() + ", operands that vary: " + Integer.toBinaryString(varies);
            assertEquals(List.of(), Verifier.problems(atOnce, Verifier.Stage.DIFFERENTIATED), what);
            assertNear(
                    Interpreter.run(loop, inputs).result("y"),
                    Interpreter.run(atOnce, inputs).result("y"),
                    SAME,
                    what);
            long loops = atOnce.instrs().stream().filter(i -> i.op() instanceof Scan).count();
            assertEquals(example.op() instanceof RandomDraw ? 1 : 0, loops, what);
        }
    }

    private static Graph vectorised(Graph graph) {
        return Pipeline.standard().find("vectorise-maps").orElseThrow().run().apply(graph);
    }

    /// The operator in the body of a loop; the operands whose bits are set differ from turn to
    /// turn.
    private static Graph loop(Example example, int varies, Map<String, NdArray> inputs) {
        var graph = new GraphBuilder("turns");
        var body = new GraphBuilder("body");
        var elements = new ArrayList<Integer>();
        var captured = new ArrayList<Integer>();
        var inside = new ArrayList<Integer>();
        for (int k = 0; k < example.operands().size(); k++) {
            boolean stack = (varies >> k & 1) == 1;
            var type = example.operands().get(k);
            var among = stack ? elements : captured;
            var kind = stack ? TurnInput.Kind.ELEMENT : TurnInput.Kind.CAPTURED;
            inside.add(body.add(new TurnInput(kind, among.size(), type)));
            var whole = stack ? Scan.stacked(type, Size.of(TURNS)) : type;
            among.add(graph.add(new Input(Input.Role.ARGUMENT, "x" + k, whole)));
            inputs.put("x" + k, stack ? stack(example, k) : example.inputs(1).get(k));
        }
        body.output(Output.Kind.YIELD, "yield0", body.add(example.op(), inside));
        var args = new ArrayList<>(elements);
        args.addAll(captured);
        var scan = new Scan(body.build(), Optional.of(Size.of(TURNS)), false, false, false);
        graph.output(Output.Kind.RESULT, "y", graph.add(scan, args));
        return graph.build();
    }

    private static NdArray stack(Example example, int operand) {
        var turns = new ArrayList<NdArray>();
        for (int turn = 0; turn < TURNS; turn++) {
            turns.add(example.inputs(turn + 1).get(operand));
        }
        var shape = example.operands().get(operand).shape();
        int size = turns.getFirst().size();
        var all = new double[TURNS * size];
        for (int turn = 0; turn < TURNS; turn++) {
            System.arraycopy(turns.get(turn).data(), 0, all, turn * size, size);
        }
        return new NdArray(shape.insert(0, Size.of(TURNS)).dims(), all);
    }
}
