package dev.dnet.compiler.pass;

import dev.dnet.compiler.ir.Graph;

import java.util.function.UnaryOperator;

/// One step of the pipeline. The comment of the file that defines it shows a graph before and
/// after, and a test runs exactly that.
public record Pass(String name, String summary, UnaryOperator<Graph> run) {}
