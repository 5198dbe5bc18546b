package dev.dnet.report;

import dev.dnet.compiler.Compiler;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.diagnostic.TextRenderer;
import dev.dnet.compiler.elaborate.Library;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.loops.Traffic;
import dev.dnet.compiler.source.Source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The traffic of some programs before and after fusion. The programs stand in `fusion.dnet`.
public final class FusionTraffic {
    private static final String SOURCE = "fusion.dnet";
    private static final Map<String, Long> SIZES = Map.of("N", 64L);

    private FusionTraffic() {}

    /// One program: its traffic with every operation a kernel of its own, and as it is compiled.
    public record Row(String program, Traffic before, Traffic after) {}

    /// All programs, in the order of the file: the call of a model, the step of a train block.
    public static Map<String, Row> measure() {
        var diagnostics = new Diagnostics();
        var compiler =
                new Compiler(Library.resources(FusionTraffic.class.getClassLoader()), List.of());
        var programs = compiler.elaborate(List.of(source()), diagnostics).programs();
        Map<String, Row> rows = new LinkedHashMap<>();
        for (var program : programs) {
            compiler.optimise(program, diagnostics).ifPresent(p -> rows.put(p.name(), row(p)));
        }
        if (diagnostics.hasErrors()) {
            throw new IllegalStateException(new TextRenderer(false).render(diagnostics.sorted()));
        }
        return rows;
    }

    private static Row row(Program program) {
        var role = program.kind() == Program.Kind.TRAIN ? Program.Role.STEP : Program.Role.CALL;
        var graph = program.method(role).orElseThrow().graph();
        return new Row(
                program.name(),
                traffic(graph, Lowering.Mode.UNFUSED),
                traffic(graph, Lowering.Mode.FUSED));
    }

    private static Traffic traffic(Graph graph, Lowering.Mode mode) {
        return Traffic.of(Lowering.lower(graph, mode), SIZES);
    }

    private static Source source() {
        try (var in = FusionTraffic.class.getResourceAsStream(SOURCE)) {
            if (in == null) {
                throw new IllegalStateException(SOURCE + " is missing");
            }
            return new Source(SOURCE, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
