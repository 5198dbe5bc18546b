package dev.dnet.testing;

import dev.dnet.compiler.ir.Graph;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;

import java.util.Map;

/// Something that runs programs and is held against the float64 interpreter. Annotate an
/// implementation with `@AutoService(Subject.class)`, and `tests/report random` has a row for it.
public interface Subject {
    String name();

    /// Runs the program; it may throw whatever it likes, which counts as a failure.
    Interpreter.Outcome run(Graph graph, Map<String, NdArray> inputs) throws Exception;
}
