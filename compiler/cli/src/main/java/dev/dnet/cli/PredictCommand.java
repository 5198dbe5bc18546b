package dev.dnet.cli;

import dev.dnet.compiler.ir.Program;
import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.Tensor;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `dnetc predict`: what a trained model says about one input.
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Runs a trained model on a picture, on numbers, or on one example of its data.")
final class PredictCommand implements Callable<Integer> {
    private static final int SHOWN = 5;

    @Mixin private Io io = new Io();
    @Mixin private Trained trained = new Trained();

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "a picture, scaled to the size that the model takes")
    private Optional<Path> picture = Optional.empty();

    @Option(
            names = "--values",
            paramLabel = "X,Y,…",
            split = ",",
            description = "numbers in row-major order")
    private List<Double> values = List.of();

    @Option(
            names = "--index",
            paramLabel = "N",
            description =
                    "the example with this number, from 0: a row of a table, a picture of an IDX"
                            + " file")
    private Optional<Integer> index = Optional.empty();

    @Option(
            names = "--part",
            paramLabel = "PART",
            description = "of which data: train, validation or test")
    private Optional<String> part = Optional.empty();

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "which model of the train block, where there are several")
    private Optional<String> model = Optional.empty();

    @Option(names = "--raw", description = "what the model gives, not probabilities of classes")
    private boolean raw;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        long inputs =
                picture.stream().count() + index.stream().count() + (values.isEmpty() ? 0 : 1);
        io.require(inputs == 1, "give one of --picture, --values and --index");
        io.require(
                part.isEmpty() || part.get().matches("train|validation|test"),
                "--part is train, validation or test");
        return trained.use(io, this::predict);
    }

    private int predict(Trained.Loaded loaded) {
        var call = new ModelCall(loaded.program(), method(loaded.build().program()));
        var inputs = new PredictInput(io, loaded, call.parameter());
        var given = input(inputs);
        var outputs = call.run(given.tensor());
        var classes = given.classes();
        if (outputs.size() == 1
                && !raw
                && outputs.firstEntry().getValue().count() == classes.size()
                && classes.size() > 1) {
            classes(outputs.firstEntry().getValue(), classes, given.label());
        } else {
            raw(outputs);
        }
        io.out().flush();
        return 0;
    }

    private PredictInput.Given input(PredictInput inputs) {
        if (picture.isPresent()) {
            return inputs.picture(picture.get());
        }
        return index.isPresent() ? inputs.example(index.get(), part) : inputs.values(values);
    }

    private Program.Method method(Program program) {
        var calls = program.methods().stream().filter(m -> m.role() == Program.Role.CALL).toList();
        var found =
                calls.stream()
                        .filter(m -> model.isEmpty() || model.get().equals(m.name()))
                        .toList();
        if (found.size() != 1) {
            throw new DnetException(
                    "cli/which-model",
                    "the models of %s are %s"
                            .formatted(
                                    program.name(),
                                    calls.stream().map(Program.Method::name).toList()),
                    model.map(m -> "one named '" + m + "'").orElse("one"),
                    "name one of them with --model");
        }
        return found.getFirst();
    }

    private void classes(Tensor scores, List<String> names, Optional<String> label) {
        var probabilities = softmax(scores);
        var order =
                probabilities.entrySet().stream()
                        .sorted(Map.Entry.<Integer, Double>comparingByValue().reversed())
                        .toList();
        if (json) {
            var answer = new LinkedHashMap<String, Object>();
            var byName = new LinkedHashMap<String, Double>();
            order.forEach(e -> byName.put(names.get(e.getKey()), e.getValue()));
            answer.put("class", names.get(order.getFirst().getKey()));
            answer.put("probabilities", byName);
            label.ifPresent(l -> answer.put("label", l));
            io.out().println(Json.pretty(answer));
            return;
        }
        order.stream()
                .limit(SHOWN)
                .forEach(e ->
                        io.out()
                                .println(
                                        String.format(
                                                Locale.ROOT,
                                                "%7.2f %%  %s",
                                                100 * e.getValue(),
                                                names.get(e.getKey()))));
        label.ifPresent(l -> io.out().println("labelled " + l));
    }

    private static Map<Integer, Double> softmax(Tensor scores) {
        int count = Math.toIntExact(scores.count());
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            most = Math.max(most, scores.valueAt(i));
        }
        double sum = 0;
        var values = new LinkedHashMap<Integer, Double>();
        for (int i = 0; i < count; i++) {
            double value = Math.exp(scores.valueAt(i) - most);
            values.put(i, value);
            sum += value;
        }
        double all = sum;
        values.replaceAll((i, value) -> value / all);
        return values;
    }

    private void raw(Map<String, Tensor> outputs) {
        if (json) {
            var answer = new LinkedHashMap<String, Object>();
            outputs.forEach((name, tensor) ->
                    answer.put(
                            name,
                            Map.of("shape", tensor.shape(), "values", ModelCall.numbers(tensor))));
            io.out().println(Json.pretty(answer));
            return;
        }
        outputs.forEach((name, tensor) ->
                io.out()
                        .println(
                                "%s: %s %s"
                                        .formatted(
                                                name,
                                                tensor.typeName(),
                                                ModelCall.numbers(tensor))));
    }
}
