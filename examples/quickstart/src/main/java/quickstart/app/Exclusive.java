package quickstart.app;

import dev.dnet.runtime.Tensor;

import quickstart.xor.Learn;
import quickstart.xor.Mlp;

import java.util.List;
import java.util.Objects;

/// Learns exclusive or from its four cases, and answers with what it has learned.
public final class Exclusive {
    private static final List<Tensor> CASES =
            List.of(
                    Tensor.of(new float[] {0, 0, 0, 1, 1, 0, 1, 1}, 4, 2),
                    Tensor.of(new float[] {0, 1, 1, 0}, 4, 1));

    private final Mlp model;

    private Exclusive(Mlp model) {
        this.model = model;
    }

    /// Trains for some steps. The same seed gives the same network, bit for bit.
    public static Exclusive learn(int steps, long seed) {
        try (var training = new Learn()) {
            training.initialize(seed);
            for (int step = 0; step < steps; step++) {
                training.step(CASES, seed, step);
            }
            return new Exclusive(trained(training, seed));
        }
    }

    /// The training program calls its network `net`; a model of its own has the same parameters.
    private static Mlp trained(Learn training, long seed) {
        var model = Mlp.create(seed);
        model.parameters()
                .forEach((path, tensor) ->
                        tensor.copyFrom(
                                Objects.requireNonNull(training.variables().get("net." + path))));
        return model;
    }

    /// The probability that the network gives to "exactly one of the two".
    public double probability(boolean a, boolean b) {
        var x = Tensor.of(new float[] {a ? 1 : 0, b ? 1 : 0}, 1, 2);
        return 1 / (1 + Math.exp(-model.apply(x).getFloat(0, 0)));
    }

    /// The network itself, for batches of any size.
    public Mlp model() {
        return model;
    }

    /// Prints the table that was learned.
    public static void main(String[] args) {
        var network = learn(300, 1);
        for (boolean a : new boolean[] {false, true}) {
            for (boolean b : new boolean[] {false, true}) {
                System.out.printf("%5s xor %5s: %.3f%n", a, b, network.probability(a, b));
            }
        }
    }
}
