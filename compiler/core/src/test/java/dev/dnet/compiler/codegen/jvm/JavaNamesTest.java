package dev.dnet.compiler.codegen.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.Compiler;
import dev.dnet.compiler.codegen.jvm.kernel.JavaNames;
import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.diagnostic.ShortRenderer;
import dev.dnet.compiler.elaborate.Library;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.GraphReader;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.source.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Whatever users call their sizes, arguments, results, models and parts, the Java compiles.
class JavaNamesTest {
    private final Diagnostics diagnostics = new Diagnostics();
    private final Compiler compiler =
            new Compiler(Library.folder(Path.of("../../stdlib/src/main/dnet")), List.of());

    private List<JavaSource> java(String text) {
        var sources = new ArrayList<JavaSource>();
        for (var program :
                compiler.elaborate(List.of(new Source("test.dnet", text)), diagnostics)
                        .programs()) {
            var lowered = compiler.lower(program, diagnostics);
            sources.addAll(lowered.orElseThrow().java(List.of(Width.PLAIN, Width.BITS_256)));
        }
        assertEquals("", new ShortRenderer().render(diagnostics.sorted()));
        return sources;
    }

    @Test
    void sizes() {
        var names =
                List.of(
                        "N",
                        "I",
                        "X",
                        "F",
                        "LE",
                        "IOTA",
                        "Rows",
                        "Math",
                        "String",
                        "MemorySegment",
                        "FloatVector",
                        "Piece",
                        "Arrays",
                        "Tensor",
                        "Long",
                        "ValueLayout",
                        "N_");
        var text = new StringBuilder("use nn.{softmax, Linear}\n");
        for (var name : names) {
            text.append(
                    """
                    model In# {
                        let part = Linear(3, 4)
                        fn (x: f32[#, 3], y: f32[#, M]) -> f32[#, 4] = softmax(part(x)) * sum(y)
                        fn pairs(x: f32[#, 3], ids: i32[#]) -> f32[#, 3] = take(x, ids)
                    }
                    """
                            .replace("#", name));
        }
        assertFalse(JavaBuild.compile(java(text.toString())).isEmpty());
    }

    /// The parts of tuples are parameters of their own, also where another has the name of one.
    @Test
    void partsOfTuples() {
        var text =
                """
                type Pair = (q: f32[N], p: f32[N])
                model Moves {
                    fn (sP: f32[N], s: Pair, of: (f32[N], (int: f32, class: i32[N]))) -> Pair =
                        (s.q + sP + of[0], s.p * of[1].int + f32(of[1].class))
                }
                """;
        var sources = java(text);
        assertFalse(JavaBuild.compile(sources).isEmpty());
        var all = String.join("\n", sources.stream().map(JavaSource::text).toList());
        var parameters = "Tensor sP, Tensor sQ, Tensor sP_, Tensor of0, Tensor of1Int";
        assertTrue(all.replaceAll("\\s+", " ").contains(parameters), all);
    }

    @Test
    void argumentsResultsAndColumns() {
        var names =
                List.of(
                        List.of("class", "int", "new"),
                        List.of("java", "Math", "jdk"),
                        List.of("batch", "seed", "pool"),
                        List.of("arena", "workspace", "numbers"),
                        List.of("sizeN", "x", "xResult"),
                        List.of("class", "class_", "class__"),
                        List.of("session", "free", "idle"),
                        List.of("Tensor", "ShapeCheck", "List"),
                        List.of("applyDriver", "resultResult", "loss"),
                        List.of("aB", "a_b", "AB"),
                        List.of("x", "größe", "名"));
        var text = new StringBuilder("use init.{ones}\nuse optim.{SGD}\n");
        for (int k = 0; k < names.size(); k++) {
            text.append(
                    """
                    model NetNUMBER {
                        param w: f32[3] ~ ones
                        fn (#1: f32[N, 3], #2: f32[N, 3], #3: i32[N]) =
                            (#1: #1 * w, #2: #2 + w, #3: #3 + 1)
                    }
                    train FitNUMBER {
                        let net = NetNUMBER()
                        batch (#1: f32[N, 3], #2: f32[N, 3], #3: i32[N])
                        loss = mean(net(#1, #2, #3).#1) + 0 * mean(f32(#3))
                        update = SGD(0.1)
                        metric m = mean(#2)
                    }
                    """
                            .replace("NUMBER", Integer.toString(k))
                            .replace("#1", names.get(k).get(0))
                            .replace("#2", names.get(k).get(1))
                            .replace("#3", names.get(k).get(2)));
        }
        assertFalse(JavaBuild.compile(java(text.toString())).isEmpty());
    }

    @Test
    void methods() {
        var names =
                List.of(
                        "class",
                        "default",
                        "hashCode",
                        "toString",
                        "notify",
                        "name",
                        "variables",
                        "close",
                        "kernels",
                        "kernels512",
                        "parameters",
                        "wait",
                        "getClass",
                        "session");
        var text = new StringBuilder("use init.{ones}\nuse optim.{SGD}\n");
        for (int k = 0; k < names.size(); k++) {
            text.append(
                    """
                    model NetNUMBER {
                        param w: f32[3] ~ ones
                        fn () -> f32[3] = w
                        fn #() -> f32[3] = 2 * w
                        fn #_(x: f32[3]) -> f32[3] = x * w
                        fn twice_b(x: f32[3]) = (p: x, q: w)
                        fn twiceB(x: f32[3]) = (p: x, q: w)
                    }
                    train FitNUMBER {
                        let # = NetNUMBER()
                        batch (x: f32[N, 3])
                        loss = mean(#() * x)
                        update = SGD(0.1)
                    }
                    """
                            .replace("NUMBER", Integer.toString(k))
                            .replace("#", names.get(k)));
        }
        assertFalse(JavaBuild.compile(java(text.toString())).isEmpty());
    }

    /// Symbols of sizes and names of loops are kept apart.
    @ParameterizedTest
    @ValueSource(strings = {"i0", "v1i0", "o0x0", "n", "r0", "B"})
    void axesCalledLikeLoops(String axes) {
        var text =
                """
                use nn.{softmax}
                model Net {
                    fn (x: f32[..AXES, N], w: f32[N, K]) = softmax(einsum("KN,NM->KM", x, w))
                }
                """;
        var source = new Source("test.dnet", text.replace("AXES", axes));
        var program = compiler.elaborate(List.of(source), diagnostics).programs().getFirst();
        var lowered = compiler.lower(program, diagnostics).orElseThrow();
        var graph = lowered.program().methods().getLast().graph();
        var inputs =
                Map.of(
                        "x", NdArray.generate(new long[] {2, 5}, i -> i[0] - 0.3 * i[1]),
                        "w", NdArray.generate(new long[] {5, 3}, i -> 0.1 * i[0] * i[1]));
        var expected = Interpreter.run(graph, inputs).result("result");
        var results = EmittedGraph.of(graph, Lowering.Mode.FUSED).run(inputs, Width.PLAIN, 1);
        var actual = requireNonNull(results.get("result"));
        assertArrayEquals(expected.data(), actual.data(), 1e-5);
    }

    @Test
    void aResultCalledLikeAnArgument() {
        var graph =
                GraphReader.read(
                        """
                        graph same
                          %0: f32[4] = input argument "x"
                          %1: f32[4] = add(%0, %0)
                          %2: f32[4] = mul(%1, %0)
                          result "x" = %1
                          result "y" = %2
                        """);
        var inputs = Map.of("x", new NdArray(new long[] {4}, new double[] {1, 2, 3, 4}));
        var expected = Interpreter.run(graph, inputs);
        var got = EmittedGraph.of(graph, Lowering.Mode.UNFUSED).run(inputs, Width.PLAIN, 1);
        for (var name : List.of("x", "y")) {
            assertArrayEquals(expected.result(name).data(), requireNonNull(got.get(name)).data());
        }
    }

    @Test
    void differentNamesStayDifferent() {
        assertNotEquals(JavaNames.argument("class"), JavaNames.argument("class_"));
        assertNotEquals(JavaNames.argument("sizeN"), JavaNames.argument("_sizeN"));
        assertNotEquals(JavaNames.argument("sizeN"), JavaNames.size("N"));
        assertEquals("image", JavaNames.argument("image"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model Math { fn (x: f32[N]) = x }",
                "model int { fn (x: f32[N]) = x }",
                "package a.new\n\nmodel Net { fn (x: f32[N]) = x }",
                "model Net { fn (x: f32[N]) = x }\nmodel NetApply { fn (x: f32[N]) = x }"
            })
    void whatCannotBeAClassIsRefused(String text) {
        var found = compiler.elaborate(List.of(new Source("test.dnet", text)), diagnostics);
        assertTrue(found.programs().isEmpty());
        assertEquals(
                List.of("name/java-class"),
                diagnostics.sorted().stream().map(d -> d.code()).toList());
    }
}
