package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What follows a point: members of models and packages, fields of tuples, properties of tensors.
final class Fields {
    private static final List<String> OF_TENSORS = List.of("T", "shape", "rank", "type");
    private final Evaluator evaluator;

    Fields(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    Value field(Expr.Field field, Env env) {
        var target = FunctionTypes.plain(evaluator.eval(field.target(), env));
        var name = field.name();
        return switch (target) {
            case Value.Poison p -> throw Refusal.silent();
            case Value.PackageRef p -> member(p.scope(), name, "package `" + p.name() + "`");
            case Value.Instance i when name.text().equals("infer") -> new Value.Infer(i);
            case Value.Instance i -> member(i.members(), name, "the model " + i.of().decl().name());
            case Value.Tuple t ->
                    t.field(name.text()).orElseThrow(() -> unknown(name, names(t), "this tuple"));
            case Value.Layer l -> l.view().field(name, l.gradient());
            case Value.EnumType e -> enumCase(e, name);
            case Value.Tensor t -> tensor(t, field);
            case Value.Stored s -> tensor(evaluator.session().read(s.variable()), field);
            case Value.Indexed i -> throw IndexNotation.onlyElementwise(field.span());
            case Value other -> throw unknown(name, List.of(), Describe.of(other));
        };
    }

    private Value member(Scope scope, Ident name, String owner) {
        var value =
                scope.local(name.text())
                        .orElseThrow(() -> unknown(name, scope.locals().keySet(), owner));
        return evaluator.names().settle(name.text(), value, name.span());
    }

    private static List<String> names(Value.Tuple tuple) {
        return tuple.names().stream().flatMap(Optional::stream).toList();
    }

    private static Value enumCase(Value.EnumType type, Ident name) {
        var cases = type.decl().cases().stream().map(Ident::text).toList();
        if (!cases.contains(name.text())) {
            throw unknown(name, cases, "the enumeration " + type.decl().name());
        }
        return new Value.EnumCase(type.decl().name().text(), name.text());
    }

    private Value tensor(Value.Tensor tensor, Expr.Field field) {
        return switch (field.name().text()) {
            case "T" -> transpose(tensor, field);
            case "shape" ->
                    new Value.Items(
                            tensor.type().shape().sizes().stream()
                                    .<Value>map(Value.Int::new)
                                    .toList());
            case "rank" -> new Value.Int(Size.of(tensor.type().rank()));
            case "type" -> new Value.Element(tensor.type().element());
            default -> throw unknown(field.name(), OF_TENSORS, "a tensor");
        };
    }

    private Value transpose(Value.Tensor tensor, Expr.Field field) {
        int rank = tensor.type().rank();
        if (rank < 2) {
            throw Refusal.of(
                    "type/rank-mismatch",
                    field.span(),
                    "`.T` swaps the last two axes, but "
                            + tensor.type()
                            + " has "
                            + Wording.axes(rank));
        }
        var order = new ArrayList<Value>();
        for (int k = 0; k < rank - 2; k++) {
            order.add(new Value.Int(Size.of(k)));
        }
        order.add(new Value.Int(Size.of(rank - 1L)));
        order.add(new Value.Int(Size.of(rank - 2L)));
        return evaluator
                .primitives()
                .call("transpose", field.span(), tensor, new Value.Items(order));
    }

    private static Refusal unknown(Ident name, Collection<String> known, String owner) {
        return Refusal.of(
                "name/unknown-member",
                name.span(),
                owner + " has no `" + name + "`",
                Nearest.help(name.text(), known, "it has " + Wording.list(known)));
    }
}
