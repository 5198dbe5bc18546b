package dev.dnet.report;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A run of `./dnetc … --json` in a process of its own, as a user starts it. It ends with the
/// report.
final class Dnetc {
    private final Process process;
    private final BufferedReader lines;
    private final List<String> printed = new ArrayList<>();

    private Dnetc(Process process) {
        this.process = process;
        lines = process.inputReader();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    }

    /// An epoch as it was told: its number, how long the run took until then, its mean loss, and
    /// loss and metrics on the validation data.
    record Epoch(long epoch, double seconds, double loss, JsonNode validation) {
        double validation(String metric) {
            return validation.required(metric).asDouble();
        }

        static Epoch of(JsonNode event) {
            return new Epoch(
                    event.required("epoch").asLong(),
                    event.required("seconds").asDouble(),
                    event.required("loss").asDouble(),
                    event.required("validation"));
        }
    }

    /// Starts in the root of the repository.
    static Dnetc start(Repository repository, List<String> arguments) throws IOException {
        var dnetc = repository.path("dnetc").toString();
        return new Dnetc(
                new ProcessBuilder(Stream.concat(Stream.of(dnetc), arguments.stream()).toList())
                        .directory(repository.root().toFile())
                        .redirectErrorStream(true)
                        .start());
    }

    /// Runs to the end, which has to be a good one; gives the last object that was printed.
    static JsonNode run(Repository repository, List<String> arguments, Consumer<Epoch> heard)
            throws IOException {
        return events(
                repository,
                arguments,
                event -> {
                    if (is(event, "epoch")) {
                        heard.accept(Epoch.of(event));
                    }
                });
    }

    /// The same, telling of everything that it says while it runs.
    static JsonNode events(Repository repository, List<String> arguments, Consumer<JsonNode> heard)
            throws IOException {
        var run = start(repository, arguments);
        for (var e = run.nextEvent(); e.isPresent(); e = run.nextEvent()) {
            heard.accept(e.get());
        }
        if (run.exitCode() != 0) {
            throw new IllegalStateException(arguments + ": " + String.join("\n", run.printed));
        }
        return run.answer();
    }

    /// Whether an event is of this kind.
    static boolean is(JsonNode event, String kind) {
        return event.required("event").asString().equals(kind);
    }

    /// Waits for the next epoch; empty when the run has ended.
    Optional<Epoch> nextEpoch() throws IOException {
        var event = nextEvent();
        while (event.isPresent() && !is(event.get(), "epoch")) {
            event = nextEvent();
        }
        return event.map(Epoch::of);
    }

    private Optional<JsonNode> nextEvent() throws IOException {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            printed.add(line);
            if (line.startsWith("{\"event\":")) {
                return Optional.of(json(line));
            }
        }
        return Optional.empty();
    }

    /// Asks it to end, as Ctrl-C does, and waits until it has.
    void stop() throws IOException {
        process.toHandle().destroy();
        while (nextEpoch().isPresent()) {
            // Epochs that ended before the signal came.
        }
        exitCode();
    }

    private int exitCode() {
        return process.onExit().join().exitValue();
    }

    /// The JSON object at the end of what was printed, on one line or on several.
    private JsonNode answer() {
        var text = String.join("\n", printed);
        var begin = text.lastIndexOf("\n{");
        return json(text.substring(begin < 0 ? text.indexOf('{') : begin + 1));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
