package dev.dnet.compiler.syntax;

import static dev.dnet.compiler.syntax.SExpression.atom;
import static dev.dnet.compiler.syntax.SExpression.node;

import dev.dnet.compiler.syntax.ast.Argument;
import dev.dnet.compiler.syntax.ast.Binding;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.IndexVar;
import dev.dnet.compiler.syntax.ast.Subscript;

import java.util.List;

/// Expressions as s-expressions.
final class ExprPrinter {
    private ExprPrinter() {}

    static SExpression expr(Expr expr) {
        return switch (expr) {
            case Expr.IntLit literal -> atom(Long.toString(literal.value()));
            case Expr.FloatLit literal -> atom(Double.toString(literal.value()));
            case Expr.BoolLit literal -> atom(Boolean.toString(literal.value()));
            case Expr.Text text -> SExpression.quoted(text.value());
            case Expr.Template t -> node("text").addAll(exprs(t.pieces())).build();
            case Expr.Name name -> atom(name.text());
            case Expr.Training _ -> atom("training");
            case Expr.Axes axes -> atom(".." + axes.name().map(Ident::text).orElse(""));
            case Expr.Unary unary -> node(unary.op().symbol()).add(expr(unary.operand())).build();
            case Expr.Binary binary -> binary(binary);
            case Expr.Call call -> call(call);
            case Expr.Field field -> field(field);
            case Expr.Index index -> index(index);
            case Expr.Tuple tuple -> node("tuple").addAll(arguments(tuple.fields())).build();
            case Expr.ListLit list -> node("list").addAll(exprs(list.elements())).build();
            case Expr.Comprehension list -> comprehension(list);
            case Expr.Block block -> StatementPrinter.block(block);
            case Expr.If choice -> choice(choice);
            case Expr.Lambda lambda ->
                    StatementPrinter.function(node("fn"), lambda.function()).build();
            case Expr.Draw draw -> draw(draw);
            case Expr.Fold fold -> fold(fold);
            case Expr.Scan scan -> scan(scan);
            case Expr.Loop loop -> loop(loop);
            case Expr.Remat remat -> remat(remat);
            case Expr.For each -> each(each);
            case Expr.Reduce reduce -> reduce(reduce);
        };
    }

    static List<SExpression> exprs(List<Expr> exprs) {
        return exprs.stream().map(ExprPrinter::expr).toList();
    }

    private static SExpression binary(Expr.Binary binary) {
        return node(binary.op().symbol())
                .add(expr(binary.left()))
                .add(expr(binary.right()))
                .build();
    }

    private static SExpression call(Expr.Call call) {
        return node("call").add(expr(call.callee())).addAll(arguments(call.arguments())).build();
    }

    private static SExpression field(Expr.Field field) {
        return node(".").add(expr(field.target())).atom(field.name().text()).build();
    }

    private static SExpression draw(Expr.Draw draw) {
        return node("~").add(TypePrinter.type(draw.type())).add(expr(draw.distribution())).build();
    }

    static List<SExpression> arguments(List<Argument> arguments) {
        return arguments.stream().map(ExprPrinter::argument).toList();
    }

    private static SExpression argument(Argument argument) {
        var value = expr(argument.value());
        return argument.name()
                .map(name -> node(name.text() + ":").add(value).build())
                .orElse(value);
    }

    private static SExpression index(Expr.Index index) {
        return node("index")
                .add(expr(index.target()))
                .addAll(index.subscripts().stream().map(ExprPrinter::subscript).toList())
                .build();
    }

    private static SExpression subscript(Subscript subscript) {
        return switch (subscript) {
            case Subscript.At at -> expr(at.index());
            case Subscript.Slice slice ->
                    node("slice")
                            .maybe("from", slice.start().map(ExprPrinter::expr))
                            .maybe("to", slice.stop().map(ExprPrinter::expr))
                            .maybe("by", slice.step().map(ExprPrinter::expr))
                            .build();
        };
    }

    private static SExpression comprehension(Expr.Comprehension list) {
        return node("each")
                .addAll(bindings(list.generators()))
                .maybe("if", list.condition().map(ExprPrinter::expr))
                .add(expr(list.element()))
                .build();
    }

    private static SExpression choice(Expr.If choice) {
        return node("if")
                .add(expr(choice.condition()))
                .add(branch(choice.then()))
                .maybe(choice.orElse().map(ExprPrinter::branch))
                .build();
    }

    private static SExpression branch(Expr.Block block) {
        return block.statements().isEmpty()
                ? block.value().map(ExprPrinter::expr).orElse(StatementPrinter.block(block))
                : StatementPrinter.block(block);
    }

    private static SExpression fold(Expr.Fold fold) {
        return node("fold")
                .addAll(bindings(fold.over()))
                .addAll(bindings(fold.carried()))
                .add(expr(fold.body()))
                .build();
    }

    private static SExpression scan(Expr.Scan scan) {
        return node("scan")
                .addAll(bindings(scan.over()))
                .addAll(bindings(scan.carried()))
                .add(StatementPrinter.block(scan.body()))
                .build();
    }

    private static SExpression loop(Expr.Loop loop) {
        return node("loop")
                .add(binding(loop.carried()))
                .add(node("while").add(expr(loop.condition())).build())
                .add(StatementPrinter.block(loop.body()))
                .build();
    }

    private static SExpression remat(Expr.Remat remat) {
        return node("remat")
                .addAll(arguments(remat.arguments()))
                .add(StatementPrinter.block(remat.body()))
                .build();
    }

    private static SExpression each(Expr.For each) {
        return node("for").addAll(indices(each.indices())).add(expr(each.body())).build();
    }

    private static SExpression reduce(Expr.Reduce reduce) {
        return node("reduce")
                .atom(reduce.operation().text())
                .addAll(indices(reduce.indices()))
                .add(expr(reduce.body()))
                .build();
    }

    private static List<SExpression> bindings(List<? extends Binding> bindings) {
        return bindings.stream().map(ExprPrinter::binding).toList();
    }

    private static SExpression binding(Binding binding) {
        return switch (binding) {
            case Binding.In in ->
                    node("in")
                            .add(StatementPrinter.pattern(in.pattern()))
                            .add(expr(in.list()))
                            .build();
            case Binding.Carry carry ->
                    node("carry")
                            .add(StatementPrinter.pattern(carry.pattern()))
                            .add(expr(carry.start()))
                            .build();
        };
    }

    private static List<SExpression> indices(List<IndexVar> indices) {
        return indices.stream().map(ExprPrinter::index).toList();
    }

    private static SExpression index(IndexVar index) {
        var name = (index.axes() ? ".." : "") + index.name().text();
        return index.range()
                .map(range -> node("in").atom(name).add(expr(range)).build())
                .orElse(atom(name));
    }
}
