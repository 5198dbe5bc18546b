package dev.dnet.cli;

import dev.dnet.compiler.ir.Program;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `dnetc gradcheck`: are the gradients of a train block right?
@Command(
        name = "gradcheck",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Compares gradients with central differences in float64, for some elements of each"
                        + " parameter.")
final class GradcheckCommand implements Callable<Integer> {
    @Mixin private Io io = new Io();

    @Parameters(
            paramLabel = "FILE|DIR",
            description = "a .dnet file, or a folder that holds one with a train block")
    private Path project = Path.of("");

    @Option(
            names = "--train",
            paramLabel = "NAME",
            description = "only the train block with this name")
    private Optional<String> train = Optional.empty();

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "examples in the batch, and any other free size (default: 2)")
    private long batch = 2;

    @Option(names = "--size", paramLabel = "NAME=N", description = "a number for one free size")
    private Map<String, Long> sizes = new LinkedHashMap<>();

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "elements of each parameter (default: 3)")
    private int samples = 3;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "of first values, batch and choice (default: 1)")
    private long seed = 1;

    @Option(
            names = "--tolerance",
            paramLabel = "X",
            description = "the largest relative error (default: 1e-4)")
    private double tolerance = 1e-4;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Override
    public Integer call() {
        io.require(
                batch > 0 && samples > 0 && tolerance > 0,
                "--batch, --samples and --tolerance must be positive");
        var file = ProjectFile.training(project);
        var programs = Programs.of(file.path(), List.of());
        boolean right = true;
        for (var program : programs.named(train)) {
            if (program.kind() == Program.Kind.TRAIN) {
                right &= check(program);
            }
        }
        io.out().flush();
        return right ? 0 : Errors.USER;
    }

    private boolean check(Program program) {
        var found = new GradientCheck(program, bind(program), seed).samples(samples);
        var worst = new LinkedHashMap<String, GradientCheck.Sample>();
        found.forEach(s -> worst.merge(s.path(), s, (a, b) -> a.error() >= b.error() ? a : b));
        boolean right = found.stream().allMatch(s -> s.error() <= tolerance);
        if (json) {
            io.out()
                    .println(
                            Json.pretty(
                                    Map.of(
                                            "program",
                                            program.name(),
                                            "right",
                                            right,
                                            "samples",
                                            found)));
        } else {
            var table =
                    new Table(
                            program.name(),
                            "element",
                            "gradient",
                            "difference",
                            "relative error",
                            "");
            worst.values()
                    .forEach(s ->
                            table.row(
                                    s.path(),
                                    "" + s.element(),
                                    number(s.gradient()),
                                    number(s.difference()),
                                    number(s.error()),
                                    s.error() <= tolerance ? "ok" : "WRONG"));
            io.out().print(table.text());
            io.out()
                    .println(
                            "%d elements of %d parameters: %s"
                                    .formatted(
                                            found.size(),
                                            worst.size(),
                                            right ? "all right" : wrong(found)));
        }
        return right;
    }

    private String wrong(List<GradientCheck.Sample> found) {
        return found.stream()
                .filter(s -> s.error() > tolerance)
                .map(GradientCheck.Sample::path)
                .distinct()
                .collect(Collectors.joining(", ", "wrong in ", ""));
    }

    private Map<String, Long> bind(Program program) {
        var bound = new LinkedHashMap<String, Long>();
        program.method(Program.Role.STEP)
                .orElseThrow()
                .parameters()
                .forEach(p ->
                        p.type()
                                .shape()
                                .sizes()
                                .forEach(s -> s.symbols().forEach(n -> bound.put(n, batch))));
        bound.putAll(sizes);
        return bound;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4e", value);
    }
}
