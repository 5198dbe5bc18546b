package dev.dnet.cli;

import dev.dnet.cli.surface.Picture;
import dev.dnet.cli.surface.Slice;
import dev.dnet.cli.surface.Weights;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Program;
import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.checkpoint.Checkpoint;
import dev.dnet.runtime.data.Split;
import dev.dnet.runtime.train.Evaluator;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// `dnetc surface`: the loss around a checkpoint, or on the way from one to another, as a picture.
@Command(
        name = "surface",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Draws the loss as an SVG picture: along the line through two checkpoints of one"
                        + " program, or over a plane around one, along two random directions that are"
                        + " as long as the weights of each variable. The data is that of the first"
                        + " checkpoint's run.")
final class SurfaceCommand implements Callable<Integer> {
    private static final int BATCH = 256;
    private static final int MOST_SPAN = 100;

    @Mixin private Io io = new Io();
    @Mixin private Trained trained = new Trained();

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "OTHER",
            description = "a second checkpoint: the line through both is drawn")
    private Optional<Path> other = Optional.empty();

    @Option(
            names = "--part",
            paramLabel = "PART",
            description =
                    "train, validation or test (default: train, and for a line the held-out data too)")
    private Optional<String> part = Optional.empty();

    @Option(
            names = "--examples",
            paramLabel = "N",
            description = "how many examples the loss is of (default: 1000, or all)")
    private Optional<Integer> examples = Optional.empty();

    @Option(
            names = "--points",
            paramLabel = "N",
            description =
                    "points along each direction, or from one checkpoint to the other (default: 21)")
    private int points = 21;

    @Option(
            names = "--span",
            paramLabel = "X",
            description =
                    "how far to go: around one checkpoint in lengths of the weights (default: 1),"
                            + " beyond both in distances between them (default: 0.25)")
    private Optional<Double> span = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "of the examples and the random directions (default: 1)")
    private long seed = 1;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "the picture (default: surface.svg)")
    private Path out = Path.of("surface.svg");

    @Option(names = "--json", description = "the numbers as JSON")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Trained.requirePart(io, part);
        io.require(examples.isEmpty() || examples.get() > 0, "--examples must be positive");
        io.require(points >= 3 && points % 2 == 1, "--points must be odd, and 3 or more");
        io.require(
                span.isEmpty() || span.get() > 0 && span.get() <= MOST_SPAN,
                "--span must be from 0 to " + MOST_SPAN);
        Files.createDirectories(Optional.ofNullable(out.getParent()).orElse(Path.of("")));
        if (other.isEmpty()) {
            return trained.use(io, this::plane);
        }
        var second = Checkpoint.load(other.get());
        return trained.use(io, loaded -> line(loaded, second));
    }

    private int line(Trained.Loaded loaded, Checkpoint second) {
        var roles = Set.of(Input.Role.PARAMETER, Input.Role.STATE);
        var first = weights(loaded, roles);
        second.restoreWeights(loaded.program().variables());
        var direction = weights(loaded, roles).plus(-1, first);
        var along = Slice.between(span.orElse(0.25), points);
        var slices = new LinkedHashMap<String, Slice>();
        var parts = part.map(List::of).orElse(List.of("train", loaded.bestPart()));
        for (var name : new LinkedHashSet<>(parts)) {
            slices.put(name, of(loaded, name, loss -> Slice.line(first, direction, along, loss)));
        }
        Picture.lines(loaded.program().name(), slices, out);
        slices.forEach((name, slice) -> {
            var text = "%s: loss %s at the first, %s at the second, a barrier of %s between them";
            tell(text.formatted(name, at(slice, 0), at(slice, 1), number(slice.barrier())));
        });
        return finish(slices);
    }

    private int plane(Trained.Loaded loaded) {
        var middle = weights(loaded, Set.of(Input.Role.PARAMETER));
        var first = middle.randomDirection(seed);
        var second = middle.randomDirection(~seed);
        var steps = Slice.around(span.orElse(1.0), points);
        var name = part.orElse("train");
        var slice = of(loaded, name, loss -> Slice.plane(middle, first, second, steps, loss));
        Picture.plane(loaded.program().name() + ", " + name, slice, out);
        tell(
                "%s: loss from %s to %s"
                        .formatted(name, number(slice.lowest()), number(slice.highest())));
        return finish(Map.of(name, slice));
    }

    private static Weights weights(Trained.Loaded loaded, Set<Input.Role> roles) {
        var paths =
                loaded.build().program().variables().stream()
                        .filter(v -> roles.contains(v.role()))
                        .map(Program.Variable::path)
                        .collect(Collectors.toSet());
        return Weights.of(loaded.program().variables(), paths::contains);
    }

    /// A slice of the loss on a part of the data.
    private Slice of(
            Trained.Loaded loaded, String name, Function<ToDoubleFunction<Weights>, Slice> slice) {
        try (var all = loaded.part(name)) {
            int count = examples.orElse(Math.min(1000, Math.toIntExact(all.size())));
            var some = Split.some(all, count, seed);
            var found =
                    slice.apply(weights -> {
                        weights.copyInto(loaded.program().variables());
                        return Evaluator.evaluate(loaded.program(), some, BATCH).loss();
                    });
            return requireNumbers(found);
        }
    }

    private Slice requireNumbers(Slice slice) {
        if (Double.isNaN(slice.lowest())) {
            throw new DnetException(
                    "surface/no-loss",
                    "the loss is not a finite number at any of the points",
                    "a checkpoint with a loss",
                    "use a checkpoint from before the run lost its numbers, or a smaller --span");
        }
        if (slice.lost() > 0) {
            io.err().println("%d points have no finite loss".formatted(slice.lost()));
            io.err().flush();
        }
        return slice;
    }

    private static String at(Slice slice, double place) {
        return number(slice.at(place));
    }

    private static String number(double value) {
        return RunLines.number(value);
    }

    private void tell(String line) {
        if (!json) {
            io.out().println(line);
        }
    }

    private int finish(Map<String, Slice> slices) {
        if (json) {
            io.out().println(Json.pretty(Map.of("picture", out.toString(), "slices", slices)));
        } else {
            io.out().println("picture: " + out);
        }
        io.out().flush();
        return 0;
    }
}
