package dev.dnet.cli.doc;

import dev.dnet.compiler.op.Attribute;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/// The functions that the compiler itself knows, which no `use` brings in.
public final class PrimitivesPage {
    /// The page, beside those of packages.
    public static final String FILE = "primitives.md";

    private PrimitivesPage() {}

    /// All of them, by name.
    public static List<Primitive> primitives() {
        return ServiceLoader.load(Primitive.class, PrimitivesPage.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(Primitive::name))
                .toList();
    }

    static String text(Links links) {
        var page = new StringBuilder("# Primitives\n\n");
        page.append("Known to the compiler; no `use` is needed.\n\n");
        page.append("All pages: [index](index.md)\n");
        for (var primitive : primitives()) {
            page.append(
                    "\n<a id=\"%s\"></a>%n%n## %s%n%n"
                            .formatted(primitive.name(), primitive.name()));
            page.append("```dnet\n").append(signature(primitive)).append("\n```\n\n");
            page.append(links.in(primitive.summary())).append("\n");
        }
        return page.toString();
    }

    private static String signature(Primitive primitive) {
        return primitive.signature().parameters().stream()
                .map(PrimitivesPage::parameter)
                .collect(Collectors.joining(", ", primitive.name() + "(", ")"));
    }

    private static String parameter(Signature.Parameter parameter) {
        var kind = parameter.kind().name().toLowerCase(Locale.ROOT);
        return parameter.name()
                + ": "
                + kind
                + parameter
                        .byDefault()
                        .map(d -> " = " + value(d))
                        .orElse(parameter.optional() ? " = …" : "");
    }

    private static String value(Attribute value) {
        return switch (value) {
            case Attribute.SizeValue(var size) -> size.toString();
            case Attribute.Number(double number) -> Double.toString(number);
            case Attribute.Flag(boolean flag) -> Boolean.toString(flag);
            case Attribute.Text(String text) -> '"' + text + '"';
            case Attribute.Element(var type) -> type.dnetName();
            case Attribute.Many(List<Attribute> values) ->
                    values.stream()
                            .map(PrimitivesPage::value)
                            .collect(Collectors.joining(", ", "[", "]"));
        };
    }
}
