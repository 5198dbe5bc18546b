package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.report.TemporaryFolder;
import dev.dnet.runtime.Tensor;

import tools.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// B6: what the steps of SGD minimise besides the loss; pictures of the loss around a checkpoint
/// and between two, by one command each, whose values are those of `dnetc eval`.
@AutoService(Family.class)
public final class Surfaces implements Family {
    private static final String FILE = Command.program("reports");
    private static final double CLOSE = 1e-6;
    private static final int NUMBERS = 24;
    private static final double RATE = 0.002;

    @Override
    public String row() {
        return "B6";
    }

    /// Halving the rate brings an epoch four times closer to a flow that is right to first order,
    /// and eight times to one that is right to second order.
    @Override
    public List<Claim> measure() throws Exception {
        var model = Compiled.of("flatness").model("Descent", 1);
        var whole = epoch(model, RATE);
        var half = epoch(model, RATE / 2);
        return List.of(
                Claim.below(
                        "flow of the loss, closer at half the rate by",
                        distance(whole, "plain") / distance(half, "plain"),
                        5),
                Claim.above(
                        "flow with the regulariser, closer at half the rate by",
                        distance(whole, "regularised") / distance(half, "regularised"),
                        7));
    }

    @Override
    public List<Claim> measureAtLength() throws Exception {
        var claims = new ArrayList<Claim>();
        try (var folder = TemporaryFolder.make()) {
            var one = trained(folder.path(), "1");
            var two = trained(folder.path(), "2");
            claims.addAll(line(folder.path().resolve("line.svg"), one, two));
            claims.addAll(plane(folder.path().resolve("plane.svg"), one));
        }
        return claims;
    }

    private static String trained(Path folder, String seed) {
        var run = folder.resolve(seed).toString();
        json("train", "--seed", seed, "--out", run);
        return run + "/last.safetensors";
    }

    /// A command about the block, on all of its data.
    private static JsonNode json(String command, String... words) {
        var all = new ArrayList<>(List.of(command, FILE));
        all.addAll(List.of(words));
        all.addAll(List.of("--set", "validation=0", "--set", "test=0", "--json"));
        return Command.json(all.toArray(String[]::new));
    }

    private static List<Claim> line(Path picture, String one, String two) throws Exception {
        var slice = surface(picture, one, two);
        var along = slice.required("along");
        var values = slice.required("values").get(0);
        double most = 0;
        double off = 0;
        for (int i = 0; i < along.size(); i++) {
            double place = along.get(i).asDouble();
            double value = values.get(i).asDouble();
            most = place > 0 && place < 1 ? Math.max(most, value) : most;
            off = place == 0 ? Math.max(off, Math.abs(value - loss(one))) : off;
            off = place == 1 ? Math.max(off, Math.abs(value - loss(two))) : off;
        }
        return List.of(
                Claim.below("line, error of the loss at both checkpoints", off, CLOSE),
                Claim.above(
                        "line, how far it rises over the larger of them",
                        most - Math.max(loss(one), loss(two)),
                        0.05),
                isPicture("line", picture));
    }

    private static List<Claim> plane(Path picture, String checkpoint) throws Exception {
        var slice = surface(picture, checkpoint, "--points", "11");
        double middle = slice.required("values").get(5).get(5).asDouble();
        return List.of(
                Claim.below(
                        "plane, error of the loss in the middle",
                        Math.abs(middle - loss(checkpoint)),
                        CLOSE),
                isPicture("plane", picture));
    }

    private static Claim isPicture(String what, Path picture) throws Exception {
        var text = Files.readString(picture);
        return new Claim(
                what + ", a picture",
                text.length() / 1024 + " KiB of SVG",
                text.contains("<svg") && text.strip().endsWith("</svg>"));
    }

    private static JsonNode surface(Path picture, String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--part", "train", "--out", picture.toString()));
        return json("surface", all.toArray(String[]::new)).required("slices").required("train");
    }

    private static double loss(String checkpoint) {
        return json("eval", checkpoint, "--part", "train")
                .required("values")
                .required("loss")
                .asDouble();
    }

    private static ModelObject.Parts epoch(ModelObject model, double rate)
            throws ReflectiveOperationException {
        var random = new Random(3);
        var x = random.doubles(NUMBERS, -2, 2).toArray();
        var y = new double[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            y[i] = Math.sin(2 * x[i]) + 0.3 * random.nextGaussian();
        }
        return model.parts(
                "epochs",
                Tensor.of(Numbers.normal(random, 12), 12),
                Tensor.of(x, NUMBERS),
                Tensor.of(y, NUMBERS),
                Tensor.scalar(rate));
    }

    private static double distance(ModelObject.Parts ends, String flow)
            throws ReflectiveOperationException {
        var sgd = Numbers.doubles(ends.part("sgd"));
        var there = Numbers.doubles(ends.part(flow));
        double squares = 0;
        for (int i = 0; i < sgd.length; i++) {
            squares += (sgd[i] - there[i]) * (sgd[i] - there[i]);
        }
        return Math.sqrt(squares);
    }
}
