package dev.dnet.compiler.nest;

import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The conditions under which a load may touch memory. Where one fails the load yields zero (false)
/// and reads nothing.
public record Guard(List<Check> checks) {
    public static final Guard ALWAYS = new Guard(List.of());

    public Guard {
        checks = checks.stream().distinct().toList();
    }

    /// One condition on index expressions.
    public sealed interface Check {
        /// `0 <= value < extent`.
        record InRange(Size value, Size extent) implements Check {}

        /// `divisor` divides `value`.
        record Divides(Size value, Size divisor) implements Check {}

        default Check substitute(Map<String, Size> bindings) {
            return switch (this) {
                case InRange r ->
                        new InRange(
                                r.value().substitute(bindings), r.extent().substitute(bindings));
                case Divides d ->
                        new Divides(
                                d.value().substitute(bindings), d.divisor().substitute(bindings));
            };
        }
    }

    /// Whether a condition depends on an axis.
    public boolean mentions(Axis axis) {
        return checks.stream()
                .map(c ->
                        switch (c) {
                            case Check.InRange r -> r.value();
                            case Check.Divides d -> d.value();
                        })
                .anyMatch(value -> value.symbols().contains(axis.name()));
    }

    public boolean isAlways() {
        return checks.isEmpty();
    }

    public Guard and(Guard other) {
        var all = new ArrayList<>(checks);
        all.addAll(other.checks);
        return new Guard(all);
    }

    public Guard and(Check check) {
        return and(new Guard(List.of(check)));
    }

    public Guard substitute(Map<String, Size> bindings) {
        return new Guard(checks.stream().map(c -> c.substitute(bindings)).toList());
    }
}
