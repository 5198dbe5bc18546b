package dev.dnet.compiler.op;

import dev.dnet.compiler.ir.GraphBuilder;
import dev.dnet.compiler.ir.Op;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.TensorType;

import java.util.ArrayList;
import java.util.List;

/// A value of a graph under construction, so that derivatives read like formulas. The arithmetic
/// itself is written in the operators' own package.
public record Expr(GraphBuilder graph, int value) {

    public TensorType type() {
        return graph.type(value);
    }

    public Shape shape() {
        return type().shape();
    }

    public int rank() {
        return shape().rank();
    }

    /// Applies an operation to this value and others.
    public Expr call(Op op, Expr... others) {
        var args = new ArrayList<Integer>();
        args.add(value);
        for (var other : others) {
            args.add(other.value);
        }
        return new Expr(graph, graph.add(op, args));
    }

    public static Expr call(GraphBuilder graph, Op op, List<Expr> args) {
        return new Expr(graph, graph.add(op, args.stream().map(Expr::value).toList()));
    }
}
