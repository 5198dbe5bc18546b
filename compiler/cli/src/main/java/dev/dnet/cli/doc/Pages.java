package dev.dnet.cli.doc;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// All pages of some packages, with an index of them.
///
/// @param primitives whether those have a page here
public record Pages(List<PackagePage> packages, boolean primitives) {

    public Pages {
        packages = List.copyOf(packages);
    }

    /// Markdown by the name of the file.
    public SortedMap<String, String> texts() {
        var texts = new TreeMap<String, String>();
        texts.put("index.md", index());
        for (var page : packages) {
            texts.put(page.fileName(), page.text(new Links(addresses(page))));
        }
        if (primitives) {
            texts.put(PrimitivesPage.FILE, PrimitivesPage.text(new Links(outside())));
        }
        return texts;
    }

    private String index() {
        var text = new StringBuilder("# Packages\n\n");
        var links = new Links(outside());
        for (var page : packages) {
            var doc = page.file().doc().strip().replaceAll("\\s*\n\\s*", " ");
            text.append("- [`%s`](%s)".formatted(page.name(), page.fileName()));
            text.append(doc.isEmpty() ? "\n" : ": " + links.in(doc) + "\n");
        }
        if (primitives) {
            text.append(
                    "- [primitives](%s): what the compiler itself knows%n"
                            .formatted(PrimitivesPage.FILE));
        }
        return text.toString();
    }

    /// What a page may call by name: the primitives, packages and their names, what the package
    /// brings in, what it declares. What comes later covers what comes before.
    private Map<String, String> addresses(PackagePage page) {
        var addresses = outside();
        for (var use : page.file().uses()) {
            for (var item : use.names()) {
                var address = addresses.get(use.path().text() + "." + item.name());
                if (address != null) {
                    addresses.put(item.alias().orElse(item.name()).text(), address);
                }
            }
        }
        page.entries().forEach(e -> addresses.put(e.name(), "#" + e.name()));
        return addresses;
    }

    private Map<String, String> outside() {
        var addresses = new HashMap<String, String>();
        if (primitives) {
            PrimitivesPage.primitives()
                    .forEach(p -> addresses.put(p.name(), PrimitivesPage.FILE + "#" + p.name()));
        }
        for (var page : packages) {
            addresses.putIfAbsent(page.name(), page.fileName());
            page.entries()
                    .forEach(e ->
                            addresses.put(
                                    page.name() + "." + e.name(),
                                    page.fileName() + "#" + e.name()));
        }
        return addresses;
    }
}
