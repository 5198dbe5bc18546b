package dev.dnet.compiler.codegen.jvm.kernel;

import com.palantir.javapoet.CodeBlock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Writes the functions of [VectorMath] out where they are called. C2 inlines the methods of
/// vectors however large their caller has become, but no others: a function that it leaves as a
/// call takes its vectors from the heap, and is a hundred times slower.
///
/// The locals of a function that gives `v3` become `v3_top` and so on; what it calls in turn gives
/// `v3_exp`, whose locals become `v3_exp_r`:
///
/// ```
/// v3 = sigmoid(v1)      ...
///                       final FloatVector v3_e = v3_exp;
///                       final FloatVector v3_top = ...
///                       v3 = v3_top.div(v3_e.add(1f))
/// ```
final class Expansion {
    /// A name that is no method, and no member of anything.
    private static final Pattern NAME = Pattern.compile("(?<![\\w.])[A-Za-z_]\\w*\\b(?!\\()");

    private static final Pattern CALL = Pattern.compile("(?<![\\w.])([a-z]\\w*)\\(");
    private static final Pattern SIMPLE = Pattern.compile("\\w+");
    private static final Pattern LINE =
            Pattern.compile("(?:((?:final )?\\w+(?:<\\w+>)?) )?(\\w+) = (.*);");
    private static final String RETURN = "return ";

    private final CodeBlock.Builder code;
    private final Set<String> names = new HashSet<>();

    private Expansion(CodeBlock.Builder code) {
        this.code = code;
    }

    /// The value of an expression, after statements that go to `code`; `name` is what the value
    /// will be called.
    static CodeBlock of(CodeBlock expression, String name, CodeBlock.Builder code) {
        var text = expression.toString();
        return firstCall(text).isEmpty()
                ? expression
                : VectorMath.code(new Expansion(code).value(text, name));
    }

    private static Optional<MatchResult> firstCall(String text) {
        return CALL.matcher(text)
                .results()
                .filter(m -> VectorMath.find(m.group(1)).isPresent())
                .findFirst();
    }

    /// The expression without calls of functions.
    private String value(String text, String name) {
        var rest = text;
        for (var call = firstCall(rest); call.isPresent(); call = firstCall(rest)) {
            var function = call.get().group(1);
            int end = closing(rest, call.get().end());
            var arguments = rest.substring(call.get().end(), end);
            boolean all = call.get().start() == 0 && end == rest.length() - 1;
            if (all) {
                return result(function, arguments, name);
            }
            var part = fresh(name + "_" + function);
            var type = VectorMath.find(function).orElseThrow().result();
            line("final " + type + " " + part + " = " + result(function, arguments, part) + ";");
            rest = rest.substring(0, call.get().start()) + part + rest.substring(end + 1);
        }
        return rest;
    }

    private String fresh(String wanted) {
        var name = wanted;
        for (int n = 2; !names.add(name); n++) {
            name = wanted + n;
        }
        return name;
    }

    private void line(String text) {
        code.add(VectorMath.code(text + "\n"));
    }

    /// What a function gives, after its other statements.
    private String result(String name, String arguments, String prefix) {
        var function = VectorMath.find(name).orElseThrow();
        Map<String, String> renamed = new HashMap<>();
        var given = split(arguments);
        for (int a = 0; a < given.size(); a++) {
            var parameter = function.parameters().get(a);
            renamed.put(parameter.name(), argument(given.get(a), parameter, prefix));
        }
        for (var line : function.body().strip().split("\n", -1)) {
            if (line.startsWith(RETURN)) {
                var last = line.substring(RETURN.length(), line.length() - 1);
                return value(rename(last, renamed), prefix);
            }
            var parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new IllegalStateException(name + " has no line like " + line);
            }
            var value = value(rename(parts.group(3), renamed), prefix);
            var declared = parts.group(1);
            if (declared != null) {
                renamed.put(parts.group(2), fresh(prefix + "_" + parts.group(2)));
            }
            line(
                    (declared == null ? "" : declared + " ")
                            + rename(parts.group(2), renamed)
                            + " = "
                            + value
                            + ";");
        }
        throw new IllegalStateException(name + " gives nothing");
    }

    private String argument(String text, VectorMath.Parameter parameter, String prefix) {
        var value = value(text, prefix);
        if (SIMPLE.matcher(value).matches()) {
            return value;
        }
        var name = fresh(prefix + "_" + parameter.name());
        line("final " + parameter.type() + " " + name + " = " + value + ";");
        return name;
    }

    private static String rename(String text, Map<String, String> names) {
        return NAME.matcher(text).replaceAll(m -> names.getOrDefault(m.group(), m.group()));
    }

    /// Where the parenthesis closes that was opened in front of a place.
    private static int closing(String text, int from) {
        int depth = 1;
        int at = from;
        while (depth > 0) {
            char c = text.charAt(at++);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
        return at - 1;
    }

    /// Parts between the commas that no parentheses hold.
    private static List<String> split(String arguments) {
        var parts = new ArrayList<String>();
        int depth = 0;
        int from = 0;
        for (int at = 0; at < arguments.length(); at++) {
            char c = arguments.charAt(at);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(arguments.substring(from, at).strip());
                from = at + 1;
            }
        }
        parts.add(arguments.substring(from).strip());
        return parts;
    }
}
