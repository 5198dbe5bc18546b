package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.train.TrainProgram;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// G1: auto-encoders of digits. Pictures come back from twelve numbers, and with holes filled; the
/// variational ones bound the likelihood, better so when they are told the digit, and a network
/// that reads digits knows those that are sampled. What Boltzmann machines learned before helps.
@AutoService(Family.class)
public final class Autoencoders implements Family {
    private static final int TRAINING = 2000;
    private static final int BATCH = 50;
    private static final int STEPS = 350;
    private static final int TEST = 200;
    private static final int TUNING = 100;
    private static final List<String> MACHINES =
            List.of("low.w", "low.b", "low.c", "high.w", "high.b", "high.c");

    @Override
    public String row() {
        return "G1";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public List<Claim> measure() throws Exception {
        var claims = new ArrayList<>(coders());
        claims.addAll(machines(Compiled.of("belief")));
        return claims;
    }

    private static List<Claim> coders() throws Exception {
        var compiled = Compiled.of("autoencoders");
        var plain = learned(compiled, "Plain");
        var denoising = learned(compiled, "Denoising");
        try (var program = compiled.train("Conditional", 1)) {
            var test = Digits.test(program, TEST);
            double before = program.evaluate(test)[1];
            Digits.train(program, TRAINING, BATCH, STEPS);
            var after = program.evaluate(test);
            return List.of(
                    Claim.below("reconstruction, error as a share of black", plain, 0.4),
                    Claim.below("holes filled, error as a share of theirs", denoising, 0.7),
                    Claim.below(
                            "variational, bound as a share of that before", after[1] / before, 0.4),
                    Claim.above("variational, information in the code", after[4], 2),
                    Claim.below("told the digit, bound over that untold", after[2] / after[1], 1),
                    Claim.above("sampled pictures read as told", read(compiled, program), 0.5));
        }
    }

    /// Pictures through two machines and back, then through what is tuned from them for a while.
    private static List<Claim> machines(Compiled compiled) throws ReflectiveOperationException {
        try (var machines = compiled.train("Machines", 1);
                var taught = compiled.train("Tuned", 1);
                var untaught = compiled.train("Tuned", 1)) {
            Digits.train(machines, TRAINING, BATCH, STEPS);
            for (var path : MACHINES) {
                Quadratic.variable(taught, path).copyFrom(Quadratic.variable(machines, path));
            }
            Digits.train(taught, TRAINING, BATCH, TUNING);
            Digits.train(untaught, TRAINING, BATCH, TUNING);
            double before = share(machines);
            double after = share(taught);
            return List.of(
                    Claim.below("two Boltzmann machines, error as a share of black", before, 0.7),
                    Claim.below("tuned, error over that before", after / before, 0.9),
                    Claim.below(
                            "tuned, error over that without them", after / share(untaught), 0.9));
        }
    }

    /// The last two metrics, an error and what it is a share of, which stand behind losses.
    private static double share(TrainProgram program) {
        var values = program.evaluate(Digits.test(program, TEST));
        return values[values.length - 2] / values[values.length - 1];
    }

    private static double learned(Compiled compiled, String name)
            throws ReflectiveOperationException {
        try (var program = compiled.train(name, 1)) {
            Digits.train(program, TRAINING, BATCH, STEPS);
            return share(program);
        }
    }

    /// The share of sampled pictures that a network trained on true ones takes for the digit that
    /// the sampler was told.
    private static double read(Compiled compiled, TrainProgram program) throws Exception {
        var labels = Tensor.of(IntStream.range(0, TEST).map(n -> n % 10).toArray(), TEST);
        var sampler = compiled.model("Sampler", 1).learned(program, "");
        var pictures = sampler.call("apply", labels, 1L).reshape(TEST, 1, 28, 28);
        try (var reader = Compiled.of("digits").train("Read", 1)) {
            Digits.train(reader, 4000, 64, 250);
            return reader.evaluate(List.of(pictures, labels))[1];
        }
    }
}
