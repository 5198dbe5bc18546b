package dev.dnet.cli;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.elaborate.TrainSettings.DataSource;
import dev.dnet.compiler.op.Attribute;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// The arguments of a data source by name: positional ones take the names in order.
final class SourceArguments {
    private final DataSource source;
    private final List<String> names;
    private final Map<String, Attribute> values = new LinkedHashMap<>();

    SourceArguments(DataSource source, List<String> names) {
        this.source = source;
        this.names = names;
        if (source.arguments().size() > names.size()) {
            throw wrong(
                    "`%s` takes %d arguments, but %d are given"
                            .formatted(source.name(), names.size(), source.arguments().size()),
                    names);
        }
        for (int i = 0; i < source.arguments().size(); i++) {
            values.put(names.get(i), source.arguments().get(i));
        }
        source.named()
                .forEach((name, value) -> {
                    if (values.put(name, value) != null) {
                        throw wrong("`" + name + "` is given twice", names);
                    }
                });
    }

    /// Refuses arguments with other names than these.
    void requireOnly(List<String> names) {
        for (var name : values.keySet()) {
            if (!names.contains(name)) {
                throw wrong("`%s` has no argument `%s`".formatted(source.name(), name), names);
            }
        }
    }

    List<String> names() {
        return List.copyOf(values.keySet());
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    Optional<String> optionalText(String name) {
        return Optional.ofNullable(values.get(name))
                .map(value -> {
                    if (value instanceof Attribute.Text(String text)) {
                        return text;
                    }
                    throw kind(name, "a string");
                });
    }

    long integer(String name) {
        return optionalInteger(name).orElseThrow(() -> missing(name));
    }

    OptionalLong optionalInteger(String name) {
        var value = values.get(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value instanceof Attribute.SizeValue s && s.value().isConstant()) {
            return OptionalLong.of(s.value().value());
        }
        throw kind(name, "a whole number");
    }

    OptionalDouble optionalNumber(String name) {
        return switch (values.get(name)) {
            case null -> OptionalDouble.empty();
            case Attribute.Number(double number) -> OptionalDouble.of(number);
            case Attribute.SizeValue s when s.value().isConstant() ->
                    OptionalDouble.of((double) s.value().value());
            case Attribute other -> throw kind(name, "a number");
        };
    }

    boolean flag(String name, boolean other) {
        var value = values.get(name);
        if (value == null) {
            return other;
        }
        if (value instanceof Attribute.Flag(boolean flag)) {
            return flag;
        }
        throw kind(name, "true or false");
    }

    /// One string, or several in a list.
    List<String> texts(String name) {
        if (!(values.get(name) instanceof Attribute.Many(List<Attribute> many))) {
            return List.of(text(name));
        }
        var texts = new ArrayList<String>();
        for (var value : many) {
            if (!(value instanceof Attribute.Text(String text))) {
                throw kind(name, "strings");
            }
            texts.add(text);
        }
        return texts;
    }

    Rejected kind(String name, String expected) {
        return rejected(
                "data/argument", "`%s` of `%s` takes %s".formatted(name, source.name(), expected));
    }

    private Rejected missing(String name) {
        return rejected("data/missing-argument", "`%s` needs `%s`".formatted(source.name(), name));
    }

    private Rejected wrong(String message, List<String> names) {
        return new Rejected(
                List.of(
                        Diagnostic.error("data/argument", source.span(), message)
                                .help(listed(names))));
    }

    private String listed(List<String> all) {
        var distinct = all.stream().distinct().collect(Collectors.joining(", "));
        return "the arguments of `%s` are %s".formatted(source.name(), distinct);
    }

    private Rejected rejected(String code, String message) {
        return new Rejected(
                List.of(Diagnostic.error(code, source.span(), message).help(listed(names))));
    }
}
