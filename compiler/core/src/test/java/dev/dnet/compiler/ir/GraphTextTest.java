package dev.dnet.compiler.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.op.Example;
import dev.dnet.compiler.op.Examples;
import dev.dnet.compiler.source.Source;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.ServiceLoader;

class GraphTextTest {
    private static final String EVERYTHING =
            """
            graph net.step
              %0 x: f32[N, 2 * N + 3, ((N + 1) // (2 * M)), min(M, N)] = input argument "x"
              %1 "a b": f32[((M + N) % (3 * N)), max(M, N)] = input parameter "net.\\"w\\""
              %2: i64[2] = input key "key"
              %3: f64 = const() {element = f64, value = -1.5E-7}
              %4: f64 = const() {element = f64, value = -Infinity}
              %5: f64 = const() {element = f64, value = NaN}
              %6: bool[N] = broadcast(%7) {shape = [N], axes = []}
              result "y" = %5
              write "net.\\"w\\"" = %1
            """
                    .replace("%7", "%4");

    @Test
    void printsWhatItRead() {
        assertEquals(EVERYTHING, GraphPrinter.printWithoutPlaces(GraphReader.read(EVERYTHING)));
    }

    @Test
    void everyExampleReadsBack() {
        var count = 0;
        for (var op : ServiceLoader.load(Op.class)) {
            for (var example : op instanceof Examples e ? e.examples() : List.<Example>of()) {
                var graph = graph(example);
                assertEquals(List.of(), Verifier.problems(graph, Verifier.Stage.DIFFERENTIATED));
                assertSameWithoutSpans(graph, GraphReader.read(GraphPrinter.print(graph)));
                count++;
            }
        }
        assertTrue(count > 20, "examples: " + count);
    }

    static Graph graph(Example example) {
        var builder = new GraphBuilder("example");
        var args =
                example.operands().stream()
                        .map(t ->
                                builder.add(
                                        new Input(Input.Role.ARGUMENT, "x" + builder.size(), t)))
                        .toList();
        builder.output(Output.Kind.RESULT, "y", builder.add(example.op(), args));
        return builder.build();
    }

    private static void assertSameWithoutSpans(Graph expected, Graph read) {
        assertEquals(withoutSpans(expected), withoutSpans(read));
    }

    private static Graph withoutSpans(Graph graph) {
        var instrs =
                graph.instrs().stream()
                        .map(i -> new Instr(i.op(), i.args(), i.type(), i.hint(), Span.none()))
                        .toList();
        return new Graph(graph.name(), instrs, graph.outputs());
    }

    @Test
    void placesAreCommentsAndReadingGivesPlacesInTheTextRead() {
        var builder = new GraphBuilder("g");
        builder.at(new Span(new Source("a.dnet", "\n  x"), 3, 4));
        builder.add(new Input(Input.Role.ARGUMENT, "x", TensorType.scalar(ElementType.F32)));
        var text = GraphPrinter.print(builder.build());
        assertTrue(text.contains("%0: f32 = input argument \"x\"  # a.dnet:2:3"), text);
        var again = GraphReader.read(new Source("g.ir", text)).getFirst();
        assertEquals("g.ir:2:3", again.instr(0).span().toString());
    }

    @Test
    void severalGraphsInOneFile() {
        var graphs =
                GraphReader.read(
                        new Source("two", "graph a\n%x: f32 = input step \"t\"\ngraph b\n"));
        assertEquals(List.of("a", "b"), graphs.stream().map(Graph::name).toList());
    }

    @Test
    void wrongTextIsRefusedWithItsPlace() {
        assertWrong(
                "graph g\n %0: f32 = frobnicate()\n",
                "<graph>:2:23: no operation is called frobnicate");
        assertWrong(
                "graph g\n %0: f32 = add(%1, %1)\n",
                "<graph>:2:16: %1 is used before it is defined");
        assertWrong("graph g\n %0: f3 = add()\n", "<graph>:2:6: no element type is called f3");
        assertWrong("graph g\n ?", "<graph>:2:2: no word of a graph starts here");
        assertWrong(
                "graph g\n %0: f32[N] = sum() {axis = [1]}", "expected `axes` but found `axis`");
        assertWrong(
                "graph g\n %0: f32 = input step \"t\"\n %0: f32 = input step \"u\"",
                "%0 is defined twice");
    }

    private static void assertWrong(String text, String message) {
        var e = assertThrows(IllegalArgumentException.class, () -> GraphReader.read(text));
        assertTrue(requireNonNull(e.getMessage()).contains(message), e.getMessage());
    }
}
