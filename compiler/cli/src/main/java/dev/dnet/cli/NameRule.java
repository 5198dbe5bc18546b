package dev.dnet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a name in a file becomes a path: `"layer.{i}.*" => "blocks.{i}.*"`. `{i}` is one part, `*`
/// the rest.
final class NameRule {
    private static final Pattern HOLE = Pattern.compile("\\{[A-Za-z_]\\w*}|\\*");

    private final List<String> holes = new ArrayList<>();
    private final Pattern from;
    private final String to;

    NameRule(String from, String to) {
        var regex = new StringBuilder();
        var hole = HOLE.matcher(from);
        int end = 0;
        while (hole.find()) {
            regex.append(Pattern.quote(from.substring(end, hole.start())));
            regex.append(hole.group().equals("*") ? "(.+)" : "([^.]+)");
            holes.add(hole.group());
            end = hole.end();
        }
        this.from = Pattern.compile(regex.append(Pattern.quote(from.substring(end))).toString());
        this.to = to;
    }

    /// The path for a name that fits.
    Optional<String> apply(String name) {
        var match = from.matcher(name);
        return match.matches() ? Optional.of(fill(match)) : Optional.empty();
    }

    private String fill(Matcher match) {
        return HOLE.matcher(to)
                .replaceAll(hole -> {
                    int group = holes.indexOf(hole.group()) + 1;
                    return Matcher.quoteReplacement(group == 0 ? hole.group() : match.group(group));
                });
    }
}
