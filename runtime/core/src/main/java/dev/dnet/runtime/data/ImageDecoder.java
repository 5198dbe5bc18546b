package dev.dnet.runtime.data;

import dev.dnet.runtime.DnetException;

import org.jspecify.annotations.Nullable;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// From the file of a picture to its bytes, plane by plane, at the size that is asked for.
final class ImageDecoder {
    private final Path source;
    private final int height;
    private final int width;
    private final ImageFolder.Channels channels;

    ImageDecoder(Path source, int height, int width, ImageFolder.Channels channels) {
        this.source = source;
        this.height = height;
        this.width = width;
        this.channels = channels;
    }

    byte[] decode(Path picture) {
        BufferedImage image = image(picture);
        byte[] bytes = new byte[channels.count() * height * width];
        for (int c = 0; c < channels.count(); c++) {
            float[] plane = plane(image, c);
            float[] scaled =
                    Resize.plane(plane, image.getHeight(), image.getWidth(), height, width);
            for (int i = 0; i < scaled.length; i++) {
                bytes[c * scaled.length + i] = (byte) Math.clamp(Math.round(scaled[i]), 0, 255);
            }
        }
        return bytes;
    }

    private BufferedImage image(Path picture) {
        try (ByteArrayInputStream bytes = new ByteArrayInputStream(Files.readAllBytes(picture))) {
            BufferedImage image = ImageIO.read(new MemoryCacheImageInputStream(bytes));
            if (image == null) {
                throw unreadable(picture, "its format is not known", null);
            }
            return image;
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw unreadable(picture, String.valueOf(e.getMessage()), e);
        }
    }

    private DnetException unreadable(Path picture, String why, @Nullable Exception cause) {
        return new DnetException(
                "data/image",
                "the picture %s in %s cannot be read: %s".formatted(picture, source, why),
                "a whole PNG, JPEG, GIF or BMP file",
                "replace or remove the file",
                cause);
    }

    private float[] plane(BufferedImage image, int channel) {
        int w = image.getWidth();
        float[] plane = new float[w * image.getHeight()];
        boolean grey = image.getType() == BufferedImage.TYPE_BYTE_GRAY;
        Raster raster = image.getRaster();
        for (int i = 0; i < plane.length; i++) {
            plane[i] =
                    grey
                            ? raster.getSample(i % w, i / w, 0)
                            : value(image.getRGB(i % w, i / w), channel);
        }
        return plane;
    }

    /// A colour, or the luma of ITU-R BT.601.
    private float value(int rgb, int channel) {
        int r = (rgb >> 16) & 0xff;
        int g = (rgb >> 8) & 0xff;
        int b = rgb & 0xff;
        return switch (channels) {
            case GREY -> 0.299f * r + 0.587f * g + 0.114f * b;
            case RGB -> channel == 0 ? r : channel == 1 ? g : b;
        };
    }
}
