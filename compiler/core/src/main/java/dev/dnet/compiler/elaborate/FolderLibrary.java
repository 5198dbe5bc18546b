package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Source;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Files under a source root.
record FolderLibrary(Path root) implements Library {
    /// A root may be a home folder by mistake: what is listed for hints ends there.
    private static final int DEEPEST = 3;

    private static final int MOST = 500;

    @Override
    public List<Source> find(String packageName) {
        var file = root.resolve(Library.fileName(packageName));
        try {
            return Files.isRegularFile(file)
                    ? List.of(new Source(file.toString(), Files.readString(file)))
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> packages() {
        var found = new ArrayList<String>();
        list(root.toFile(), "", DEEPEST, found);
        return found;
    }

    private static void list(File folder, String prefix, int depth, List<String> found) {
        var files = folder.listFiles();
        if (files == null) {
            return;
        }
        Arrays.sort(files);
        for (var file : files) {
            var name = file.getName();
            if (name.endsWith(".dnet") && file.isFile() && found.size() < MOST) {
                found.add(prefix + name.substring(0, name.length() - ".dnet".length()));
            } else if (depth > 1 && !name.contains(".") && file.isDirectory()) {
                list(file, prefix + name + ".", depth - 1, found);
            }
        }
    }
}
