package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.syntax.ast.Expr;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Values as they stand in a text: `"{n}"`. Of a tensor that is its type, since what it holds is
/// not known when compiling.
final class Texts {
    private Texts() {}

    static Value.Text join(Expr.Template template, Evaluator evaluator, Env env) {
        var text = new StringBuilder();
        template.pieces().forEach(p -> text.append(of(evaluator.need(p, env))));
        return new Value.Text(text.toString());
    }

    static String of(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text;
            case Value.Int i -> i.size().toString();
            case Value.Num n -> number(n.number());
            case Value.Element e -> e.type().dnetName();
            case Value.Dims d -> d.sizes().toString();
            case Value.Items(List<Value> values) ->
                    values.stream().map(Texts::of).collect(Collectors.joining(", ", "[", "]"));
            case Value.Tuple t -> tuple(t);
            case Value.Closure c -> c.name();
            case Value.Typed t -> of(t.of());
            case Value.ModelClass m -> m.decl().name().text();
            case Value.Instance i -> i.of().decl().name().text();
            case Value other -> Describe.of(other);
        };
    }

    private static String tuple(Value.Tuple tuple) {
        var fields = new ArrayList<String>();
        for (int k = 0; k < tuple.values().size(); k++) {
            var value = of(tuple.values().get(k));
            fields.add(tuple.names().get(k).map(n -> n + ": " + value).orElse(value));
        }
        return "(" + String.join(", ", fields) + ")";
    }

    /// As few digits as tell it from every other float64: `0.001`, `2`, `1e-12`.
    private static String number(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }
        var digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        return number != 0 && (exponent < -6 || exponent > 15)
                ? scientific(digits, exponent)
                : digits.toPlainString();
    }

    private static String scientific(BigDecimal digits, int exponent) {
        return digits.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }
}
