package dev.dnet.compiler.syntax;

import static dev.dnet.compiler.syntax.antlr.DnetParser.*;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.source.Span;
import dev.dnet.compiler.syntax.ast.Argument;
import dev.dnet.compiler.syntax.ast.Binding;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.IndexVar;

import java.util.List;
import java.util.Optional;

/// Expressions that bind names: lists, folds, scans, loops and index notation.
final class BinderBuilder {
    private final Places places;
    private final Names names;
    private final ExprBuilder exprs;
    private final StatementBuilder statements;
    private final Diagnostics diagnostics;

    BinderBuilder(
            Places places,
            ExprBuilder exprs,
            StatementBuilder statements,
            Diagnostics diagnostics) {
        this.places = places;
        this.names = new Names(places);
        this.exprs = exprs;
        this.statements = statements;
        this.diagnostics = diagnostics;
    }

    Expr primary(PrimaryContext primary) {
        if (primary.list() != null) {
            return list(primary.list());
        }
        if (primary.scan() != null) {
            return scan(primary.scan());
        }
        return primary.loop() != null ? loop(primary.loop()) : remat(primary.remat());
    }

    private Expr list(ListContext list) {
        var span = places.span(list);
        if (list.generator().isEmpty()) {
            var items = list.expr().stream().map(exprs::expr).toList();
            return new Expr.ListLit(span, items);
        }
        return new Expr.Comprehension(
                span,
                exprs.expr(list.expr(0)),
                list.generator().stream().map(this::generator).toList(),
                exprs.optional(list.filter));
    }

    private Binding.In generator(GeneratorContext generator) {
        return new Binding.In(
                places.span(generator),
                statements.pattern(generator.pattern()),
                exprs.expr(generator.expr()));
    }

    Expr fold(FoldContext fold) {
        var bindings = bindings(fold.bindings());
        var over = only(bindings, Binding.In.class);
        var carried = only(bindings, Binding.Carry.class);
        if (over.isEmpty() || carried.isEmpty()) {
            incomplete("fold", places.span(fold.bindings()), "fold b in blocks, h = x => b(h)");
        }
        return new Expr.Fold(places.span(fold), over, carried, exprs.target(fold.target()));
    }

    private Expr scan(ScanContext scan) {
        var bindings = bindings(scan.bindings());
        var over = only(bindings, Binding.In.class);
        if (over.isEmpty()) {
            incomplete(
                    "scan", places.span(scan.bindings()), "scan x in xs, h = start { … next h }");
        }
        return new Expr.Scan(
                places.span(scan),
                over,
                only(bindings, Binding.Carry.class),
                statements.block(scan.block()));
    }

    private void incomplete(String word, Span span, String example) {
        diagnostics.add(
                Diagnostic.error(
                                "syntax/" + word + "-bindings",
                                span,
                                "`" + word + "` needs something to go over and something to carry")
                        .help("write `" + example + "`"));
    }

    private Expr loop(LoopContext loop) {
        var carried =
                new Binding.Carry(
                        places.span(loop.pattern()).merge(places.span(loop.expr())),
                        statements.pattern(loop.pattern()),
                        exprs.expr(loop.expr()));
        return new Expr.Loop(
                places.span(loop),
                carried,
                exprs.condition(loop.condition()),
                statements.block(loop.block()));
    }

    private Expr remat(RematContext remat) {
        List<Argument> arguments =
                remat.arguments() == null
                        ? List.of()
                        : exprs.arguments(remat.arguments().argument());
        return new Expr.Remat(places.span(remat), arguments, statements.block(remat.block()));
    }

    Expr forEach(ForEachContext each) {
        return new Expr.For(
                places.span(each), indices(each.indexVar()), exprs.target(each.target()));
    }

    Expr reduce(ReduceContext reduce) {
        return new Expr.Reduce(
                places.span(reduce),
                names.ident(reduce.REDUCER().getSymbol()),
                indices(reduce.indexVar()),
                exprs.target(reduce.target()));
    }

    private List<IndexVar> indices(List<IndexVarContext> indices) {
        return indices.stream().map(this::index).toList();
    }

    private IndexVar index(IndexVarContext index) {
        return new IndexVar(
                places.span(index),
                index.SPREAD() != null,
                names.ident(index.ID().getSymbol()),
                Optional.ofNullable(index.expr()).map(exprs::expr));
    }

    private List<Binding> bindings(BindingsContext bindings) {
        return bindings.binding().stream().map(this::binding).toList();
    }

    private Binding binding(BindingContext binding) {
        var span = places.span(binding);
        var pattern = statements.pattern(binding.pattern());
        var value = exprs.expr(binding.expr());
        return binding.IN() != null
                ? new Binding.In(span, pattern, value)
                : new Binding.Carry(span, pattern, value);
    }

    private static <T extends Binding> List<T> only(List<Binding> bindings, Class<T> kind) {
        return bindings.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
