package dev.dnet.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// A smaller zip of pictures by class.
public final class PictureZip {
    private PictureZip() {}

    /// Copies the first pictures of each class.
    public static void copy(Path from, Path to, int ofEachClass) throws IOException {
        var taken = new HashMap<String, Integer>();
        try (var source = new ZipFile(from.toFile());
                var target = new ZipOutputStream(Files.newOutputStream(to))) {
            for (var entry : source.stream().filter(e -> !e.isDirectory()).toList()) {
                var name = entry.getName();
                var folder = name.substring(0, name.lastIndexOf('/') + 1);
                if (taken.merge(folder, 1, Integer::sum) <= ofEachClass) {
                    target.putNextEntry(new ZipEntry(name));
                    source.getInputStream(entry).transferTo(target);
                    target.closeEntry();
                }
            }
        }
    }
}
