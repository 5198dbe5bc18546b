package dev.dnet.runtime.data;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Tensor;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Pictures in one folder for each class, in a folder or a zip file: `image`, f32 from 0 to 1, and
/// `label`, i32, the place of the class among the sorted folder names.
///
/// The folders of the classes stand side by side, at any depth (`train/cat/1.jpg`). Every picture
/// is scaled to the size that is asked for, decoded once, and kept if all of them fit into 512 MiB.
public final class ImageFolder implements DataSet {
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "gif", "bmp");

    /// What becomes of colours.
    public enum Channels {
        GREY(1),
        RGB(3);

        private final int count;

        Channels(int count) {
            this.count = count;
        }

        /// Planes of a picture.
        public int count() {
            return count;
        }
    }

    private final Path source;
    private final FileSystem zip;
    private final List<Path> pictures;
    private final List<String> classes;
    private final List<BatchField> fields;
    private final PixelStore store;

    private ImageFolder(
            Path source, FileSystem zip, Path root, int height, int width, Channels channels) {
        this.source = source;
        this.zip = zip;
        pictures = pictures(root);
        requireOneParent();
        classes =
                List.copyOf(new TreeSet<>(pictures.stream().map(ImageFolder::className).toList()));
        fields =
                List.of(
                        BatchField.of("image", ElementType.F32, channels.count(), height, width),
                        BatchField.of("label", ElementType.I32));
        ImageDecoder decoder = new ImageDecoder(source, height, width, channels);
        store =
                new PixelStore(
                        pictures.size(),
                        channels.count() * height * width,
                        i -> decoder.decode(pictures.get(i)));
    }

    /// Lists a folder or a zip file. Pictures are read when they are needed.
    public static ImageFolder open(Path path, int height, int width, Channels channels) {
        if (Files.isDirectory(path)) {
            return new ImageFolder(path, path.getFileSystem(), path, height, width, channels);
        }
        if (!Files.isRegularFile(path)) {
            throw DataFiles.missing(path, "a folder of pictures, or a zip file with one");
        }
        FileSystem zip = openZip(path);
        boolean opened = false;
        try {
            Path root = zip.getRootDirectories().iterator().next();
            ImageFolder folder = new ImageFolder(path, zip, root, height, width, channels);
            opened = true;
            return folder;
        } finally {
            if (!opened) {
                closeQuietly(path, zip);
            }
        }
    }

    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public List<BatchField> fields() {
        return fields;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public void read(int example, List<Tensor> batch, int row) {
        store.read(example, batch.get(0).segment(), row);
        int label = classes.indexOf(className(pictures.get(example)));
        Pixels.label(label, batch.get(1).segment(), row);
    }

    /// Closes the zip file, if it is one.
    @Override
    public void close() {
        if (!zip.equals(source.getFileSystem())) {
            closeQuietly(source, zip);
        }
    }

    private static FileSystem openZip(Path path) {
        try {
            return FileSystems.newFileSystem(path);
        } catch (IOException | ProviderNotFoundException e) {
            throw new DnetException(
                    "data/zip",
                    "%s is neither a folder nor a whole zip file: %s"
                            .formatted(path, e.getMessage()),
                    "a folder or a zip file with one folder for each class",
                    "copy or download it again, or unpack it",
                    e);
        }
    }

    private static void closeQuietly(Path path, FileSystem zip) {
        try {
            zip.close();
        } catch (IOException e) {
            throw DataFiles.unreadable(path, e);
        }
    }

    private List<Path> pictures(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> found =
                    files.filter(ImageFolder::isPicture)
                            .sorted(Comparator.comparing(Path::toString))
                            .toList();
            if (found.isEmpty()) {
                throw new DnetException(
                        "data/empty",
                        "there is no picture in " + source,
                        "files that end in one of " + new TreeSet<>(ENDINGS),
                        "check the path");
            }
            return found;
        } catch (IOException e) {
            throw DataFiles.unreadable(source, e);
        }
    }

    private void requireOneParent() {
        Path first = grandparent(pictures.getFirst());
        for (Path picture : pictures) {
            Path other = grandparent(picture);
            if (!other.equals(first)) {
                throw new DnetException(
                        "data/image-folders",
                        "%s has class folders in '%s' and in '%s'".formatted(source, first, other),
                        "one folder for each class, side by side",
                        "give the folder of one part, such as train, or move stray pictures away");
            }
        }
    }

    private static boolean isPicture(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1))
                && path.getNameCount() >= 2
                && !path.getFileName().toString().startsWith(".");
    }

    private static Path folder(Path picture) {
        Path parent = picture.getParent();
        return parent == null ? picture : parent;
    }

    private static Path grandparent(Path picture) {
        return folder(folder(picture));
    }

    private static String className(Path picture) {
        return folder(picture).getFileName().toString();
    }
}
