package dev.dnet.compiler.loops;

import java.util.ArrayList;
import java.util.List;

/// A program whose caller gets every tensor that its kernels make, for looking at them.
///
/// @param program the same kernels
/// @param results names of the tensors that were in the arena
public record Exposed(LoopProgram program, List<String> results) {
    public Exposed {
        results = List.copyOf(results);
    }

    public static Exposed of(LoopProgram program) {
        var buffers = new ArrayList<Buffer>();
        var results = new ArrayList<String>();
        for (var buffer : program.buffers()) {
            if (buffer.place() instanceof Buffer.Place.Arena
                    && program.memory().slotOfBuffer().containsKey(buffer.id())) {
                var name = "%" + buffer.id();
                results.add(name);
                buffers.add(
                        new Buffer(
                                buffer.id(),
                                buffer.name(),
                                buffer.type(),
                                new Buffer.Place.Result(name),
                                buffer.span()));
            } else {
                buffers.add(buffer);
            }
        }
        return new Exposed(
                new LoopProgram(
                        program.name(),
                        program.symbols(),
                        buffers,
                        program.kernels(),
                        program.repeats(),
                        program.memory()),
                results);
    }
}
