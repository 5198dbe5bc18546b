package dev.dnet.cli;

import dev.dnet.runtime.train.Evaluator;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `dnetc eval`: loss and metrics of a checkpoint.
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Prints loss and metrics of a checkpoint on test data, or else on validation data. A"
                        + " metric that is a table of classes is printed with precision, recall and"
                        + " F1 of each class.")
final class EvalCommand implements Callable<Integer> {
    @Mixin private Io io = new Io();
    @Mixin private Trained trained = new Trained();

    @Option(names = "--part", paramLabel = "PART", description = "train, validation or test")
    private Optional<String> part = Optional.empty();

    @Option(names = "--batch-size", paramLabel = "N", description = "examples at a time")
    private Optional<Integer> batchSize = Optional.empty();

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Trained.requirePart(io, part);
        io.require(batchSize.isEmpty() || batchSize.get() > 0, "--batch-size must be positive");
        return trained.use(io, this::evaluate);
    }

    private int evaluate(Trained.Loaded loaded) {
        var name = part.orElseGet(loaded::bestPart);
        try (var data = loaded.part(name)) {
            var result =
                    Evaluator.evaluate(
                            loaded.program(), data, batchSize.orElse(loaded.run().batchSize()));
            var tables = Confusion.all(result, data.classes());
            if (json) {
                var answer = new LinkedHashMap<String, Object>();
                answer.put("part", name);
                answer.put("examples", result.examples());
                answer.put("values", result.values());
                if (!tables.isEmpty()) {
                    answer.put("tables", Confusion.json(tables));
                }
                io.out().println(Json.pretty(answer));
            } else {
                io.out()
                        .println(
                                "%s, %d examples: %s"
                                        .formatted(
                                                name, result.examples(), RunLines.values(result)));
                tables.forEach((metric, table) -> io.out().print("\n" + table.text(metric)));
            }
        }
        io.out().flush();
        return 0;
    }
}
