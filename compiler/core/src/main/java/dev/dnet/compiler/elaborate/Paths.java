package dev.dnet.compiler.elaborate;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Paths of parameters (`net.blocks.0.w`) and the patterns that choose among them: `*` is any part
/// of one name, `**` any number of names. A pattern may leave out the first name, the `let` of the
/// `train` block.
final class Paths {
    private Paths() {}

    static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    static boolean matches(String pattern, String path) {
        int dot = path.indexOf('.');
        return matches(names(pattern), names(path))
                || (dot >= 0 && matches(names(pattern), names(path.substring(dot + 1))));
    }

    private static List<String> names(String path) {
        return List.of(path.split("\\.", -1));
    }

    private static boolean matches(List<String> pattern, List<String> path) {
        if (pattern.isEmpty()) {
            return path.isEmpty();
        }
        var first = pattern.getFirst();
        var rest = pattern.subList(1, pattern.size());
        if (first.equals("**")) {
            return matches(rest, path)
                    || (!path.isEmpty() && matches(pattern, path.subList(1, path.size())));
        }
        return !path.isEmpty()
                && glob(first).matcher(path.getFirst()).matches()
                && matches(rest, path.subList(1, path.size()));
    }

    private static Pattern glob(String name) {
        var regex = new StringBuilder();
        for (var part : name.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*")
                    .append(part.isEmpty() ? "(?:)" : Pattern.quote(part));
        }
        return Pattern.compile(regex.toString());
    }

    /// The name of a declaration as it stands in paths: `AdamW` is `adam_w`.
    static String snake(String name) {
        return name.replaceAll("(?<=[a-z0-9])([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
