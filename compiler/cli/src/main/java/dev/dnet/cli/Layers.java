package dev.dnet.cli;

import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.LoopProgram;
import dev.dnet.compiler.loops.Touched;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// A program's call as layers: variables with a common path, and the kernels that read them. What
/// no variable takes part in, such as pooling that is not fused into a layer, stands under a name
/// of its own.
final class Layers {
    static final String OTHERS = "(no parameters)";

    private final Map<String, Layer> layers = new LinkedHashMap<>();
    private final LoopProgram loops;
    private final TreeSet<String> uncounted = new TreeSet<>();

    /// One layer.
    ///
    /// @param output the type of what its last kernel writes
    /// @param shapes its variables by name
    record Layer(
            String path,
            Optional<String> output,
            List<String> shapes,
            long parameters,
            long bytes,
            long flops) {
        private Layer with(Optional<String> written, long more) {
            return new Layer(
                    path, written.or(() -> output), shapes, parameters, bytes, flops + more);
        }
    }

    Layers(Program program, LoopProgram loops, Map<String, Long> sizes) {
        this.loops = loops;
        var used = new TreeSet<String>();
        loops.kernels().forEach(k -> used.addAll(variables(k)));
        program.variables().stream()
                .filter(v -> v.role() != Input.Role.SLOT && used.contains(v.path()))
                .forEach(this::declare);
        var cost = new Cost(loops, sizes);
        loops.kernels().forEach(k -> add(k, cost));
    }

    List<Layer> all() {
        return List.copyOf(layers.values());
    }

    /// Routines, whose operations are not counted.
    List<String> uncounted() {
        return List.copyOf(uncounted);
    }

    private void declare(Program.Variable variable) {
        var path = parent(variable.path());
        var layer =
                layers.getOrDefault(path, new Layer(path, Optional.empty(), List.of(), 0, 0, 0));
        var shapes = new ArrayList<>(layer.shapes());
        long count = variable.type().shape().elements().value();
        shapes.add(
                variable.path().substring(path.isEmpty() ? 0 : path.length() + 1)
                        + variable.type().shape());
        boolean learns = variable.role() == Input.Role.PARAMETER;
        layers.put(
                path,
                new Layer(
                        path,
                        layer.output(),
                        shapes,
                        layer.parameters() + (learns ? count : 0),
                        layer.bytes() + count * variable.type().element().bytes(),
                        layer.flops()));
    }

    private void add(Kernel kernel, Cost cost) {
        var path = variables(kernel).stream().findFirst().map(Layers::parent).orElse(OTHERS);
        var flops = cost.flops(kernel);
        if (flops.isEmpty()) {
            uncounted.add(kernel.name());
        }
        var layer =
                layers.getOrDefault(path, new Layer(path, Optional.empty(), List.of(), 0, 0, 0));
        var written = path.equals(OTHERS) ? Optional.<String>empty() : written(kernel);
        layers.put(path, layer.with(written, flops.orElse(0L)));
    }

    private List<String> variables(Kernel kernel) {
        var paths = new ArrayList<String>();
        for (int id : Touched.by(kernel).reads()) {
            if (loops.buffer(id).place() instanceof Buffer.Place.Variable(String path)) {
                paths.add(path);
            }
        }
        return paths;
    }

    private Optional<String> written(Kernel kernel) {
        return Touched.by(kernel).writes().stream()
                .map(loops::buffer)
                .filter(b -> !b.isLocal())
                .reduce((a, b) -> b)
                .map(b -> b.type().toString());
    }

    private static String parent(String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0 ? "" : path.substring(0, dot);
    }
}
