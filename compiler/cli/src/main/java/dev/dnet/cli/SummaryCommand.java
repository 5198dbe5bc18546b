package dev.dnet.cli;

import dev.dnet.compiler.Compiler;
import dev.dnet.compiler.codegen.jvm.Entry;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Program;
import dev.dnet.runtime.DnetException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `dnetc summary`: what a network consists of and what it costs.
@Command(
        name = "summary",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Prints layers, shapes, parameters, operations and memory of each model and train"
                        + " block.")
final class SummaryCommand implements Callable<Integer> {
    @Mixin private Io io = new Io();

    @Parameters(paramLabel = "FILE|DIR", description = "what to look at")
    private Path project = Path.of("");

    @Option(
            names = "--program",
            paramLabel = "NAME",
            description = "only the model or train block with this name")
    private Optional<String> program = Optional.empty();

    @Option(names = "--batch", paramLabel = "N", description = "examples in a call (default: 1)")
    private long batch = 1;

    @Option(names = "--size", paramLabel = "NAME=N", description = "a number for another free size")
    private Map<String, Long> sizes = new LinkedHashMap<>();

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Override
    public Integer call() {
        io.require(batch > 0, "--batch must be positive");
        var programs = Programs.of(project, List.of());
        var answers = new ArrayList<Object>();
        for (var one : programs.named(program)) {
            var lowered = programs.lower(one);
            for (int m = 0; m < lowered.entries().size(); m++) {
                var method = lowered.program().methods().get(m);
                if (method.role() == Program.Role.CALL) {
                    answers.add(call(lowered.program(), method, lowered.entries().get(m)));
                }
            }
            if (one.kind() == Program.Kind.TRAIN) {
                answers.add(training(lowered));
            }
        }
        io.show(programs.diagnostics());
        if (json) {
            io.out().println(Json.pretty(answers));
        }
        io.out().flush();
        return 0;
    }

    private Map<String, Object> call(Program of, Program.Method method, Entry entry) {
        var bound = bind(method, entry);
        var layers = new Layers(of, entry.loops(), bound);
        long arena = new Cost(entry.loops(), bound).arena();
        var answer = new LinkedHashMap<String, Object>();
        answer.put("program", of.name());
        answer.put("function", method.name());
        answer.put("sizes", bound);
        answer.put("layers", layers.all());
        answer.put("parameters", layers.all().stream().mapToLong(Layers.Layer::parameters).sum());
        answer.put("flops", layers.all().stream().mapToLong(Layers.Layer::flops).sum());
        answer.put("arena_bytes", arena);
        answer.put("not_counted", layers.uncounted());
        if (!json) {
            print(
                    of.name() + "." + method.name() + (bound.isEmpty() ? "" : " with " + bound),
                    layers,
                    arena);
        }
        return answer;
    }

    private void print(String title, Layers layers, long arena) {
        var table = new Table("layer", "output", "variables", "parameters", "FLOPs");
        for (var layer : layers.all()) {
            table.row(
                    layer.path(),
                    layer.output().orElse(""),
                    String.join(" ", layer.shapes()),
                    count(layer.parameters()),
                    count(layer.flops()));
        }
        long parameters = layers.all().stream().mapToLong(Layers.Layer::parameters).sum();
        long bytes = layers.all().stream().mapToLong(Layers.Layer::bytes).sum();
        long flops = layers.all().stream().mapToLong(Layers.Layer::flops).sum();
        table.row("total", "", kib(bytes), count(parameters), count(flops));
        io.out().println(title);
        io.out().print(table.text());
        io.out().println("memory of a call: " + kib(arena));
        if (!layers.uncounted().isEmpty()) {
            io.out().println("operations not counted: " + layers.uncounted());
        }
        io.out().println();
    }

    /// What a step of training needs.
    private Map<String, Object> training(Compiler.Lowered lowered) {
        var of = lowered.program();
        int step = of.methods().indexOf(of.method(Program.Role.STEP).orElseThrow());
        var entry = lowered.entries().get(step);
        var bound = bind(of.methods().get(step), entry);
        var cost = new Cost(entry.loops(), bound);
        long flops =
                entry.loops().kernels().stream().mapToLong(k -> cost.flops(k).orElse(0L)).sum();
        var answer = new LinkedHashMap<String, Object>();
        answer.put("program", of.name());
        answer.put("function", "step");
        answer.put("sizes", bound);
        answer.put("kernels", entry.loops().kernels().size());
        answer.put("flops", flops);
        answer.put("variable_bytes", bytes(of, false));
        answer.put("slot_bytes", bytes(of, true));
        answer.put("arena_bytes", cost.arena());
        if (!json) {
            io.out()
                    .println(
                            "%s, a step with %s: %d kernels, %s FLOPs"
                                    .formatted(
                                            of.name(),
                                            bound,
                                            entry.loops().kernels().size(),
                                            count(flops)));
            io.out()
                    .println(
                            "variables %s, optimiser %s, memory of the step %s"
                                    .formatted(
                                            kib(bytes(of, false)),
                                            kib(bytes(of, true)),
                                            kib(cost.arena())));
            io.out().println();
        }
        return answer;
    }

    private static long bytes(Program of, boolean slots) {
        return of.variables().stream()
                .filter(v -> (v.role() == Input.Role.SLOT) == slots)
                .mapToLong(v -> v.type().shape().elements().value() * v.type().element().bytes())
                .sum();
    }

    /// Numbers for the free sizes: the first axis of an argument counts examples.
    private Map<String, Long> bind(Program.Method method, Entry entry) {
        var bound = new LinkedHashMap<String, Long>();
        for (var parameter : method.parameters()) {
            parameter.type().shape().sizes().stream()
                    .limit(1)
                    .forEach(s -> s.symbols().forEach(n -> bound.put(n, batch)));
        }
        bound.putAll(sizes);
        bound.keySet().retainAll(entry.loops().symbols());
        for (var symbol : entry.loops().symbols()) {
            if (!bound.containsKey(symbol)) {
                throw new DnetException(
                        "cli/free-size",
                        "%s has the free size %s".formatted(method.name(), symbol),
                        "a number for it",
                        "add --size " + symbol + "=…");
            }
        }
        return bound;
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String kib(long bytes) {
        return String.format(Locale.ROOT, "%,.1f KiB", bytes / 1024.0);
    }
}
