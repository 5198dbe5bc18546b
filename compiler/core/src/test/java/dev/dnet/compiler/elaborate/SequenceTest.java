package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dnet.compiler.autodiff.Autodiff;
import dev.dnet.compiler.autodiff.Differentiated;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.source.Source;

import org.junit.jupiter.api.Test;

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
            use rnn.{GRU, LSTM}
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
}
