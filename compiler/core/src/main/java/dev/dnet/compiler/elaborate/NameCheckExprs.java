package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.syntax.ast.Binding;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.IndexVar;
import dev.dnet.compiler.syntax.ast.Stmt;
import dev.dnet.compiler.syntax.ast.Subscript;

import java.util.List;

/// The part of [NameCheck] that goes through expressions.
final class NameCheckExprs {
    private final NameCheck names;

    NameCheckExprs(NameCheck names) {
        this.names = names;
    }

    void check(Expr expr, Scope scope) {
        switch (expr) {
            case Expr.Name n -> name(n, false, scope);
            case Expr.Unary u -> check(u.operand(), scope);
            case Expr.Binary b -> {
                check(b.left(), scope);
                check(b.right(), scope);
            }
            case Expr.Call c -> call(c, scope);
            case Expr.Field f -> check(f.target(), scope);
            case Expr.Index i -> {
                check(i.target(), scope);
                i.subscripts().forEach(s -> subscript(s, scope));
            }
            case Expr.Tuple t -> t.fields().forEach(f -> check(f.value(), scope));
            case Expr.ListLit l -> l.elements().forEach(e -> check(e, scope));
            case Expr.Comprehension c -> comprehension(c, scope);
            case Expr.Block b -> block(b, scope);
            case Expr.If i -> {
                check(i.condition(), scope);
                block(i.then(), scope);
                i.orElse().ifPresent(b -> block(b, scope));
            }
            case Expr.Lambda l -> names.function(l.function(), scope);
            case Expr.Draw d -> {
                names.type(d.type(), scope);
                check(d.distribution(), scope);
            }
            case Expr.Fold f -> check(f.body(), bound(f.over(), f.carried(), scope));
            case Expr.Scan s -> block(s.body(), bound(s.over(), s.carried(), scope));
            case Expr.Loop l -> {
                var inner = bound(List.of(), List.of(l.carried()), scope);
                check(l.condition(), inner);
                block(l.body(), inner);
            }
            case Expr.Remat r -> block(r.body(), scope);
            case Expr.For f -> check(f.body(), indices(f.indices(), scope));
            case Expr.Reduce r -> check(r.body(), indices(r.indices(), scope));
            case Expr.IntLit i -> {}
            case Expr.FloatLit f -> {}
            case Expr.BoolLit b -> {}
            case Expr.Text t -> {}
            case Expr.Template t -> t.pieces().forEach(p -> check(p, scope));
            case Expr.Training t -> {}
            case Expr.Axes a -> {}
        }
    }

    private void name(Expr.Name name, boolean called, Scope scope) {
        boolean capital = Character.isUpperCase(name.text().codePointAt(0));
        if ((called || !capital) && scope.lookup(name.text()).isEmpty()) {
            names.unknown(name.text(), name.span(), scope);
        }
    }

    private void call(Expr.Call call, Scope scope) {
        if (call.callee() instanceof Expr.Name n) {
            name(n, true, scope);
        } else {
            check(call.callee(), scope);
        }
        call.arguments().forEach(a -> check(a.value(), scope));
    }

    private void subscript(Subscript subscript, Scope scope) {
        switch (subscript) {
            case Subscript.At at -> check(at.index(), scope);
            case Subscript.Slice s -> {
                s.start().ifPresent(e -> check(e, scope));
                s.stop().ifPresent(e -> check(e, scope));
                s.step().ifPresent(e -> check(e, scope));
            }
        }
    }

    private void comprehension(Expr.Comprehension comprehension, Scope scope) {
        var inner = bound(comprehension.generators(), List.of(), scope);
        check(comprehension.element(), inner);
        comprehension.condition().ifPresent(c -> check(c, inner));
    }

    /// A scope with the names of bindings; a later list may use the names before it.
    private Scope bound(List<Binding.In> over, List<Binding.Carry> carried, Scope scope) {
        var inner = scope.inner();
        for (var binding : over) {
            check(binding.list(), inner);
            Patterns.names(binding.pattern()).forEach(n -> NameCheck.define(n, inner));
        }
        for (var binding : carried) {
            check(binding.start(), inner);
            Patterns.names(binding.pattern()).forEach(n -> NameCheck.define(n, inner));
        }
        return inner;
    }

    private Scope indices(List<IndexVar> indices, Scope scope) {
        var inner = scope.inner();
        for (var index : indices) {
            index.range().ifPresent(r -> check(r, scope));
            NameCheck.define(index.name(), inner);
        }
        return inner;
    }

    private void block(Expr.Block block, Scope scope) {
        var inner = scope.inner();
        for (var statement : block.statements()) {
            switch (statement) {
                case Stmt.Let l -> {
                    names.let(l, inner);
                    Patterns.names(l.pattern()).forEach(n -> NameCheck.define(n, inner));
                }
                case Stmt.Write w -> {
                    check(w.target(), inner);
                    check(w.value(), inner);
                }
                case Stmt.Eval e -> check(e.value(), inner);
                case Stmt.Assert a -> {
                    check(a.condition(), inner);
                    a.message().ifPresent(m -> check(m, inner));
                }
                case Stmt.Next n -> check(n.value(), inner);
                case Stmt.Yield y -> check(y.value(), inner);
            }
        }
        block.value().ifPresent(v -> check(v, inner));
    }
}
