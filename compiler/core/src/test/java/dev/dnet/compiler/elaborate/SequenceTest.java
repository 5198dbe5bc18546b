package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.autodiff.Autodiff;
import dev.dnet.compiler.autodiff.Differentiated;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.source.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What `sequence` of the library gives for padded sequences.
class SequenceTest {
    private static final String USE =
            """
            use sequence.{length_mask, masked_mean, masked_max, masked_softmax, masked_cross_entropy}
            use sequence.{last_of, reverse_within, PaddedBidirectional}
            use sequence.Padded
            use rnn.{GRU, LSTM}
            use attention.{MultiHeadAttention, TransformerBlock, masked_attention}
            """;

    private static Map<String, NdArray> run(String members, Map<String, NdArray> inputs) {
        var diagnostics = new Diagnostics();
        var text = USE + "model M {\n" + members + "\n}\n";
        var result =
                Elaborator.elaborate(
                        List.of(new Source("test.dnet", text)),
                        Library.folder(Path.of("../../stdlib/src/main/dnet")),
                        diagnostics);
        assertEquals("", Programs.render(diagnostics.sorted()));
        var graph = Programs.graph(result.program("M").orElseThrow(), "apply");
        return Autodiff.differentiate(graph) instanceof Differentiated.Done done
                ? Interpreter.run(done.graph(), inputs).results()
                : Map.of();
    }

    private static NdArray of(List<Integer> shape, double... values) {
        return new NdArray(shape.stream().mapToLong(n -> n).toArray(), values);
    }

    private static NdArray wave(int from, Integer... shape) {
        int count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        return of(
                List.of(shape),
                IntStream.range(0, count).mapToDouble(i -> Math.sin(from + 1.7 * i)).toArray());
    }

    private static double[] result(Map<String, NdArray> results, String name) {
        return Evaluated.at(results, name).data();
    }

    @Test
    void masksAndMeans() {
        var results =
                run(
                        """
                        fn (x: f64[N, T, 1], lengths: i32[N]) {
                            let mask = length_mask(lengths, T)
                            (mask: mask, mean: masked_mean(x, mask), most: masked_max(x, mask))
                        }
                        """,
                        Map.of(
                                "x", of(List.of(3, 2, 1), -1, 9, -2, -4, 5, 7),
                                "lengths", of(List.of(3), 1, 2, 0)));
        assertArrayEquals(new double[] {1, 0, 1, 1, 0, 0}, result(results, "mask"));
        assertArrayEquals(new double[] {-1, -3, 0}, result(results, "mean"), 1e-12);
        assertArrayEquals(new double[] {-1, -2, 0}, result(results, "most"), 1e-12);
    }

    @Test
    void softMaxOfWhatIsInside() {
        var results =
                run(
                        """
                        fn (x: f64[N, T], lengths: i32[N]) {
                            let mask = length_mask(lengths, T)
                            let slope = grad(fn (x) => sum(masked_softmax(x, mask) * x))(x)
                            (weights: masked_softmax(x, mask), slope: slope)
                        }
                        """,
                        Map.of(
                                "x", of(List.of(3, 2), 0, Math.log(3), 2, 900, 800, 900),
                                "lengths", of(List.of(3), 2, 1, 0)));
        assertArrayEquals(new double[] {0.25, 0.75, 1, 0, 0, 0}, result(results, "weights"), 1e-12);
        double mean = 0.75 * Math.log(3);
        assertArrayEquals(
                new double[] {
                    0.25 * (1 - mean), 0.75 * (1 + Math.log(3) - mean), 1, 0, 0, 0,
                },
                result(results, "slope"),
                1e-12);
    }

    @Test
    void crossEntropyWithoutWhatFillsUp() {
        var x = wave(0, 2, 3, 4);
        var label = of(List.of(2, 3), 3, 0, -1, 2, 99, -7);
        var results =
                run(
                        """
                        fn (x: f64[N, T, 4], label: i32[N, T], lengths: i32[N]) =
                            masked_cross_entropy(x, label, length_mask(lengths, T))
                        """,
                        Map.of("x", x, "label", label, "lengths", of(List.of(2), 2, 1)));
        double sum = 0;
        for (int place : new int[] {0, 1, 3}) {
            var row = Arrays.copyOfRange(x.data(), 4 * place, 4 * place + 4);
            double total = Arrays.stream(row).map(Math::exp).sum();
            sum += Math.log(total) - row[(int) label.data()[place]];
        }
        assertArrayEquals(new double[] {sum / 3}, result(results, "result"), 1e-12);
    }

    @Test
    void endsAndTheWayBack() {
        var results =
                run(
                        """
                        fn (x: f64[T, N, 1], lengths: i32[N]) =
                            (last: last_of(x, lengths), back: reverse_within(x, lengths))
                        """,
                        Map.of(
                                "x", of(List.of(3, 3, 1), 1, 2, 3, 4, 5, 6, 7, 8, 9),
                                "lengths", of(List.of(3), 3, 2, 0)));
        assertArrayEquals(new double[] {7, 5, 3}, result(results, "last"));
        assertArrayEquals(new double[] {7, 5, 3, 4, 2, 6, 1, 8, 9}, result(results, "back"));
    }

    /// Both directions over a padded batch give each sequence what it gets alone, whatever fills it
    /// up, and zeros behind it.
    @Test
    void eachSequenceIsAsIfAlone() {
        var text =
                """
                let forward = GRU(in: 2, hidden: 3)
                let backward = LSTM(in: 2, hidden: 3)
                let both = PaddedBidirectional(forward, backward)
                fn (x: f32[T, N, 2], lengths: i32[N]) = both(x, lengths)
                """;
        var parameters = parameters();
        var lengths = new int[] {4, 1, 3};
        var inputs = new HashMap<>(parameters);
        inputs.put("x", wave(3, 4, 3, 2));
        inputs.put("lengths", of(List.of(3), 4, 1, 3));
        var together = result(run(text, inputs), "result");
        for (int n = 0; n < lengths.length; n++) {
            var alone = new HashMap<>(parameters);
            alone.put("x", own(wave(3, 4, 3, 2), n, lengths[n]));
            alone.put("lengths", of(List.of(1), lengths[n]));
            var expected = result(run(text, alone), "result");
            for (int t = 0; t < 4; t++) {
                for (int d = 0; d < 6; d++) {
                    double wanted = t < lengths[n] ? expected[6 * t + d] : 0;
                    assertEquals(wanted, together[(3 * t + n) * 6 + d], 1e-9, n + " at " + t);
                }
            }
        }
    }

    private static NdArray own(NdArray x, int n, int length) {
        var rows = new double[2 * length];
        for (int k = 0; k < rows.length; k++) {
            rows[k] = x.data()[6 * (k / 2) + 2 * n + k % 2];
        }
        return of(List.of(length, 1, 2), rows);
    }

    private static Map<String, NdArray> parameters() {
        return Map.of(
                        "forward.wx", List.of(9, 2),
                        "forward.wh", List.of(9, 3),
                        "forward.b", List.of(9),
                        "forward.bn", List.of(3),
                        "backward.wx", List.of(12, 2),
                        "backward.wh", List.of(12, 3),
                        "backward.b", List.of(12))
                .entrySet()
                .stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                e ->
                                        wave(
                                                e.getKey().length(),
                                                e.getValue().toArray(Integer[]::new))));
    }

    private static final int[] LENGTHS = {4, 1, 3};

    /// A batch of three sequences of four places, filled up with what is no number.
    private static NdArray filledUp(boolean timeFirst, int features) {
        var whole = wave(3, timeFirst ? 4 : 3, timeFirst ? 3 : 4, features);
        for (int n = 0; n < LENGTHS.length; n++) {
            for (int t = LENGTHS[n]; t < 4; t++) {
                int row = timeFirst ? 3 * t + n : 4 * n + t;
                Arrays.fill(whole.data(), row * features, (row + 1) * features, Double.NaN);
            }
        }
        return whole;
    }

    /// One of them alone.
    private static NdArray alone(NdArray batch, boolean timeFirst, int n) {
        int features = (int) batch.shape()[2];
        int length = LENGTHS[n];
        var rows = new double[length * features];
        for (int t = 0; t < length; t++) {
            int row = timeFirst ? 3 * t + n : 4 * n + t;
            System.arraycopy(batch.data(), row * features, rows, t * features, features);
        }
        return timeFirst
                ? of(List.of(length, 1, features), rows)
                : of(List.of(1, length, features), rows);
    }

    /// A recurrent layer over a padded batch gives each sequence what it gets alone, goes on with
    /// its last state, and sends nothing back to what fills it up.
    @Test
    void aRecurrentLayerKeepsItsStateBehindTheEnd() {
        var layer =
                """
                let layer = LSTM(in: 2, hidden: 3)
                let padded = Padded(layer)
                """;
        var together =
                layer
                        + """
                        fn (x: f64[T, N, 2], lengths: i32[N]) =
                            (y: padded(x, lengths), slope: grad(fn (x) => sum(padded(x, lengths) ** 2))(x))
                        """;
        var alone = layer + "fn (x: f64[T, N, 2]) = layer(x)";
        var inputs = new HashMap<String, NdArray>();
        inputs.put("layer.wx", wave(1, 12, 2));
        inputs.put("layer.wh", wave(2, 12, 3));
        inputs.put("layer.b", wave(3, 12));
        var x = filledUp(true, 2);
        inputs.put("x", x);
        inputs.put("lengths", of(List.of(3), 4, 1, 3));
        var results = run(together, inputs);
        for (int n = 0; n < LENGTHS.length; n++) {
            inputs.put("x", alone(x, true, n));
            var expected = result(run(alone, inputs), "result");
            for (int t = 0; t < 4; t++) {
                int own = Math.min(t, LENGTHS[n] - 1);
                for (int d = 0; d < 3; d++) {
                    double got = result(results, "y")[3 * (3 * t + n) + d];
                    assertEquals(expected[3 * own + d], got, 1e-12, n + " at " + t);
                }
                assertSlope(result(results, "slope")[2 * (3 * t + n)], t < LENGTHS[n]);
            }
        }
    }

    private static void assertSlope(double slope, boolean inside) {
        assertEquals(inside, slope != 0, "a slope of " + slope);
        assertTrue(Double.isFinite(slope));
    }

    /// So does a block of a transformer, whose places see only those of their own sequence.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void attentionSeesNothingBehindTheEnd(boolean causal) {
        var block = "let block = TransformerBlock(4, 2, causal: " + causal + ")\n";
        var together =
                block
                        + """
                        fn (x: f64[N, T, 4], lengths: i32[N]) {
                            let mask = length_mask(lengths, T)
                            let inside = fn (x) => where(reshape(mask, [N, T, 1]), block.masked(x, mask), 0)
                            (y: inside(x), slope: grad(fn (x) => sum(inside(x) ** 2))(x))
                        }
                        """;
        var inputs = new HashMap<String, NdArray>();
        for (var part : List.of("query", "key", "value", "out")) {
            inputs.put("block.mix." + part + ".w", wave(part.length(), 4, 4));
            inputs.put("block.mix." + part + ".b", wave(9, 4));
        }
        for (var norm : List.of("n1", "n2")) {
            inputs.put("block." + norm + ".gamma", wave(1, 4));
            inputs.put("block." + norm + ".beta", wave(2, 4));
        }
        inputs.put("block.up.w", wave(4, 16, 4));
        inputs.put("block.up.b", wave(5, 16));
        inputs.put("block.down.w", wave(6, 4, 16));
        inputs.put("block.down.b", wave(7, 4));
        var x = filledUp(false, 4);
        inputs.put("x", x);
        inputs.put("lengths", of(List.of(3), 4, 1, 3));
        var results = run(together, inputs);
        for (int n = 0; n < LENGTHS.length; n++) {
            inputs.put("x", alone(x, false, n));
            var expected = result(run(block + "fn (x: f64[N, T, 4]) = block(x)", inputs), "result");
            for (int t = 0; t < 4; t++) {
                int row = 4 * n + t;
                for (int d = 0; t < LENGTHS[n] && d < 4; d++) {
                    double got = result(results, "y")[4 * row + d];
                    assertEquals(expected[4 * t + d], got, 1e-10, n + " at " + t);
                }
                assertSlope(result(results, "slope")[4 * row], t < LENGTHS[n]);
            }
        }
    }

    /// A sequence without a place finds zeros, and has slopes.
    @Test
    void aQueryWithoutKeysFindsZeros() {
        var results =
                run(
                        """
                        fn (q: f64[N, T, 2], lengths: i32[N]) {
                            let mask = reshape(length_mask(lengths, T), [N, 1, T])
                            let found = fn (q) => masked_attention(q, q, q, mask)
                            (y: found(q), slope: grad(fn (q) => sum(found(q)))(q))
                        }
                        """,
                        Map.of("q", wave(1, 2, 3, 2), "lengths", of(List.of(2), 0, 2)));
        for (int k = 0; k < 12; k++) {
            assertEquals(k >= 6, result(results, "y")[k] != 0);
            assertSlope(result(results, "slope")[k], k >= 6);
        }
    }

    /// Layers compute in the type of what they are given.
    @ParameterizedTest
    @ValueSource(strings = {"f16", "bf16", "f64"})
    void layersAreOfAnyFloatType(String type) {
        var results =
                run(
                        """
                        let layer = GRU(in: 2, hidden: 2)
                        let mix = MultiHeadAttention(2, 1)
                        fn (x: TYPE[T, N, 2], lengths: i32[T]) -> TYPE[T, N, 2] =
                            mix.masked(layer(x), layer(x), length_mask(lengths, N))
                        """
                                .replace("TYPE", type),
                        with(Map.of("x", wave(1, 3, 2, 2), "lengths", of(List.of(3), 1, 2, 0))));
        assertTrue(Arrays.stream(result(results, "result")).allMatch(Double::isFinite));
    }

    private static Map<String, NdArray> with(Map<String, NdArray> inputs) {
        var all = new HashMap<>(inputs);
        all.put("layer.wx", wave(1, 6, 2));
        all.put("layer.wh", wave(2, 6, 2));
        all.put("layer.b", wave(3, 6));
        all.put("layer.bn", wave(4, 2));
        for (var part : List.of("query", "key", "value", "out")) {
            all.put("mix." + part + ".w", wave(part.length(), 2, 2));
            all.put("mix." + part + ".b", wave(9, 2));
        }
        return all;
    }
}
