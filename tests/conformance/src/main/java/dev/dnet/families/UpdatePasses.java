package dev.dnet.families;

import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.loops.Buffer;
import dev.dnet.compiler.loops.Kernel;
import dev.dnet.compiler.loops.LoopProgram;
import dev.dnet.compiler.loops.Touched;

import java.util.ArrayList;
import java.util.List;

/// How many kernels of a training step write each parameter and Adam's slots of it.
final class UpdatePasses {
    private static final String FIRST = "adam.m/";
    private static final String SECOND = "adam.v/";

    private UpdatePasses() {}

    static List<Claim> claims(Compiled compiled) {
        var loops = compiled.loops("Fused", Program.Role.STEP);
        var claims = new ArrayList<Claim>();
        for (var buffer : loops.buffers()) {
            if (buffer.place() instanceof Buffer.Place.Variable(String path)
                    && !path.contains("/")) {
                var writers = writers(loops, path, FIRST + path, SECOND + path);
                claims.add(
                        new Claim(
                                "adam, kernels that write " + path + " and its two slots",
                                writers.size() + ", asked 1",
                                writers.size() == 1 && isOneSweep(writers.getFirst())));
            }
        }
        return claims;
    }

    private static List<Kernel> writers(LoopProgram loops, String... paths) {
        return loops.kernels().stream()
                .filter(k ->
                        Touched.by(k).memory(loops.buffers()).writes().stream()
                                .map(id -> loops.buffers().get(id).place())
                                .anyMatch(p ->
                                        p instanceof Buffer.Place.Variable(String path)
                                                && List.of(paths).contains(path)))
                .toList();
    }

    private static boolean isOneSweep(Kernel kernel) {
        return switch (kernel) {
            case Kernel.Loops k -> k.stages().size() == 1;
            case Kernel.Contraction k -> k.epilogue().isPresent();
            case Kernel.Scatter k -> false;
            case Kernel.Routine k -> false;
        };
    }
}
