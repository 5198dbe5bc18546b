package dev.dnet.cli.doc;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names in texts that lead to their pages: `` `softmax` `` and `[softmax]`, with the package in
/// front (`` `nn.softmax` ``) where it is another one.
///
/// @param pages the address of each name, as it is written here
record Links(Map<String, String> pages) {
    private static final Pattern NAME =
            Pattern.compile("`([\\p{L}_][\\w.]*)`|\\[([\\p{L}_][\\w.]*)](?!\\()");

    Links {
        pages = Map.copyOf(pages);
    }

    String in(String text) {
        return NAME.matcher(text)
                .replaceAll(m -> {
                    var name = m.group(1) == null ? m.group(2) : m.group(1);
                    return Matcher.quoteReplacement(
                            Optional.ofNullable(pages.get(name))
                                    .map(page -> "[`" + name + "`](" + page + ")")
                                    .orElse(m.group()));
                });
    }
}
