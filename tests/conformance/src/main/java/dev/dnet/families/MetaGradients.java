package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// B5: gradients through steps of training, and by the implicit function theorem, against
/// differences in float64; learning rate and momentum that are learned by them.
@AutoService(Family.class)
public final class MetaGradients implements Family {
    private static final int COUNT = 20;
    private static final double CLOSE = 1e-8;

    @Override
    public String row() {
        return "B5";
    }

    @Override
    public List<Claim> measure() throws Exception {
        var model = Compiled.of("meta").model("Meta", 1);
        var random = new Random(5);
        var training = new Training(model, random);
        double[] rates = {0.1, 0.5};
        var learned = Numbers.doubles(training.call("learned", rates));
        return List.of(
                Claim.below(
                        "through 15 steps of training, error of the gradient",
                        Numbers.apart(
                                Numbers.slopes(training::loss, rates),
                                training.call("slope", rates)),
                        CLOSE),
                Claim.below(
                        "with the learned rates, loss as a share of that before",
                        training.loss(learned) / training.loss(rates),
                        0.5),
                Claim.below(
                        "implicit function theorem, error of the gradient",
                        ridge(model, random),
                        CLOSE));
    }

    /// What a small network is trained on.
    private record Training(ModelObject model, Tensor weights, Tensor x, Tensor y) {

        Training(ModelObject model, Random random) {
            this(model, random, random.doubles(COUNT, -2, 2).toArray());
        }

        private Training(ModelObject model, Random random, double[] x) {
            this(
                    model,
                    Tensor.of(Numbers.normal(random, 12), 12),
                    Tensor.of(x, COUNT),
                    Tensor.of(Arrays.stream(x).map(Math::sin).toArray(), COUNT));
        }

        Tensor call(String method, double[] rates) {
            try {
                return model.call(method, Tensor.of(rates, 2), weights, x, y);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        double loss(double[] rates) {
            return call("loss", rates).valueAt(0);
        }
    }

    private static double ridge(ModelObject model, Random random)
            throws ReflectiveOperationException {
        var a = Tensor.of(Numbers.normal(random, 3 * COUNT), COUNT, 3);
        var y = Tensor.of(Numbers.normal(random, COUNT), COUNT);
        var b = Tensor.of(Numbers.normal(random, 3 * COUNT), COUNT, 3);
        var z = Tensor.of(Numbers.normal(random, COUNT), COUNT);
        double[] strength = {0.7};
        var slope = model.parts("held", Tensor.of(strength, 1), a, y, b, z).part("slope");
        var differences =
                Numbers.slopes(
                        s -> {
                            try {
                                return model.parts("held", Tensor.of(s, 1), a, y, b, z)
                                        .number("value");
                            } catch (ReflectiveOperationException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        strength);
        return Numbers.apart(differences, slope);
    }
}
