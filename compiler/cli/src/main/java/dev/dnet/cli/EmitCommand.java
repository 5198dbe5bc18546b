package dev.dnet.cli;

import dev.dnet.compiler.Compiler;
import dev.dnet.compiler.codegen.jvm.JavaSource;
import dev.dnet.compiler.codegen.tornado.DeviceKind;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.ir.GraphPrinter;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.loops.LoopPrinter;
import dev.dnet.compiler.pass.Hook;
import dev.dnet.compiler.pass.Pass;
import dev.dnet.compiler.pass.Pipeline;
import dev.dnet.compiler.syntax.AstPrinter;
import dev.dnet.compiler.syntax.Syntax;
import dev.dnet.runtime.DnetException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `dnetc emit`: any stage as text. What was printed before an error stays printed.
@Command(
        name = "emit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Prints a stage of the compiler: syntax tree, graph, loops or Java.")
final class EmitCommand implements Callable<Integer> {
    enum Stage {
        AST,
        GRAPH,
        LOOPS,
        JAVA
    }

    enum Target {
        JVM,
        TORNADO
    }

    @Mixin private Io io = new Io();

    @Parameters(paramLabel = "FILE|DIR", description = "what to compile")
    private Path project = Path.of("");

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            description = "ast, graph, loops or java (default: graph)")
    private Stage stage = Stage.GRAPH;

    @Option(
            names = "--target",
            paramLabel = "TARGET",
            description =
                    "the Java of jvm, or that of tornado, which TornadoVM compiles for devices"
                            + " (default: jvm)")
    private Target target = Target.JVM;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "the devices that tornado writes for: gpu, cpu or fpga (default: gpu)")
    private Optional<DeviceKind> kind = Optional.empty();

    @Option(
            names = "--after",
            paramLabel = "PASS",
            description = "the graph after this pass instead of before all")
    private Optional<String> after = Optional.empty();

    @Option(
            names = "--program",
            paramLabel = "NAME",
            description = "only the model or train block with this name")
    private Optional<String> program = Optional.empty();

    @Option(
            names = "--timings",
            description = "print how long each stage took, on the error stream")
    private boolean timings;

    private final Map<String, String> graphs = new LinkedHashMap<>();

    @Override
    public Integer call() {
        io.require(after.isEmpty() || stage == Stage.GRAPH, "--after goes with --stage graph");
        io.require(target == Target.JVM || stage == Stage.JAVA, "--target goes with --stage java");
        io.require(kind.isEmpty() || target == Target.TORNADO, "--kind goes with --target tornado");
        if (stage == Stage.AST) {
            return ast();
        }
        requirePass();
        Hook keep =
                (pass, graph, nanos) -> {
                    if (after.isPresent() && pass.name().equals(after.get())) {
                        graphs.put(graph.name(), GraphPrinter.print(graph));
                    }
                };
        var programs = Programs.of(project, List.of(keep));
        for (var one : programs.named(program)) {
            io.out().print(text(programs, one));
            io.out().flush();
        }
        io.show(programs.diagnostics());
        io.err().print(timings ? programs.timings() : "");
        io.err().flush();
        return 0;
    }

    private int ast() {
        var diagnostics = new Diagnostics();
        ProjectFile.all(project)
                .forEach(f ->
                        io.out().print(AstPrinter.print(Syntax.parse(f.source(), diagnostics))));
        io.out().flush();
        io.show(diagnostics);
        return 0;
    }

    private String text(Programs programs, Program one) {
        return switch (stage) {
            case AST -> "";
            case GRAPH -> graph(programs, one);
            case LOOPS ->
                    programs.lower(one).entries().stream()
                            .map(e -> LoopPrinter.print(e.loops()))
                            .collect(Collectors.joining("\n"));
            case JAVA ->
                    java(programs, programs.lower(one)).stream()
                            .map(s -> "// " + s.path() + "\n" + s.text())
                            .collect(Collectors.joining("\n"));
        };
    }

    private List<JavaSource> java(Programs programs, Compiler.Lowered lowered) {
        return switch (target) {
            case JVM -> programs.compiler().java(lowered);
            case TORNADO ->
                    programs.compiler()
                            .devices(lowered, kind.orElse(DeviceKind.GPU), programs.diagnostics());
        };
    }

    private String graph(Programs programs, Program one) {
        if (after.isEmpty()) {
            return one.methods().stream()
                    .map(m -> GraphPrinter.print(m.graph()))
                    .collect(Collectors.joining("\n"));
        }
        graphs.clear();
        programs.compiler().optimise(one, programs.diagnostics());
        return String.join("\n", graphs.values());
    }

    private void requirePass() {
        if (after.isPresent() && Pipeline.standard().find(after.get()).isEmpty()) {
            throw new DnetException(
                    "cli/unknown-pass",
                    "there is no pass '%s'".formatted(after.get()),
                    "one of "
                            + Pipeline.standard().passes().stream()
                                    .map(Pass::name)
                                    .distinct()
                                    .toList(),
                    "choose one of them");
        }
    }
}
