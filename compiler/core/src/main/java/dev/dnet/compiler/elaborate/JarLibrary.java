package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.source.Source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Resources under `META-INF/dnet/` of a class loader. Messages call such a file `dnet:` and its
/// path, because where the jar lies differs from machine to machine.
record JarLibrary(ClassLoader loader) implements Library {
    private static final String ROOT = "META-INF/dnet/";

    @Override
    public List<Source> find(String packageName) {
        var found = new ArrayList<Source>();
        var name = Library.fileName(packageName);
        try {
            for (var url : Collections.list(loader.getResources(ROOT + name))) {
                found.add(read(url, name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    @Override
    public List<String> packages() {
        var found = new ArrayList<String>();
        try {
            for (var url : Collections.list(loader.getResources(ROOT))) {
                found.addAll(packages(url));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static List<String> packages(URL root) throws IOException {
        if (root.getProtocol().equals("file")) {
            return new FolderLibrary(Path.of(URI.create(root.toString()))).packages();
        }
        if (!(root.openConnection() instanceof JarURLConnection connection)) {
            return List.of();
        }
        return connection.getJarFile().stream()
                .map(entry -> entry.getName())
                .filter(name -> name.startsWith(ROOT) && name.endsWith(".dnet"))
                .map(name -> name.substring(ROOT.length(), name.length() - ".dnet".length()))
                .map(name -> name.replace('/', '.'))
                .toList();
    }

    private static Source read(URL url, String name) throws IOException {
        try (var in = url.openStream()) {
            var bytes = ByteBuffer.wrap(in.readAllBytes());
            var text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return new Source("dnet:" + name, text);
        }
    }
}
