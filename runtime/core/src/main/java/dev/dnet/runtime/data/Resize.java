package dev.dnet.runtime.data;

/// Scales a plane of pixels: bilinear where it grows, the mean of what falls on a pixel where it
/// shrinks (a triangle as wide as the step), one axis after the other.
final class Resize {
    private Resize() {}

    static float[] plane(float[] pixels, int height, int width, int newHeight, int newWidth) {
        float[] wide = rows(pixels, height, width, newWidth);
        float[] turned = transposed(wide, height, newWidth);
        float[] both = rows(turned, newWidth, height, newHeight);
        return transposed(both, newWidth, newHeight);
    }

    private static float[] rows(float[] pixels, int height, int width, int newWidth) {
        if (width == newWidth) {
            return pixels;
        }
        float[] out = new float[height * newWidth];
        float step = (float) width / newWidth;
        float reach = Math.max(step, 1);
        for (int x = 0; x < newWidth; x++) {
            float centre = (x + 0.5f) * step - 0.5f;
            int from = Math.max(0, (int) Math.ceil(centre - reach));
            int to = Math.min(width - 1, (int) Math.floor(centre + reach));
            for (int y = 0; y < height; y++) {
                out[y * newWidth + x] = mean(pixels, y * width, from, to, centre, reach);
            }
        }
        return out;
    }

    private static float mean(
            float[] pixels, int base, int from, int to, float centre, float reach) {
        float sum = 0;
        float weights = 0;
        for (int i = from; i <= to; i++) {
            float weight = 1 - Math.abs(i - centre) / reach;
            sum += weight * pixels[base + i];
            weights += weight;
        }
        return sum / weights;
    }

    private static float[] transposed(float[] pixels, int height, int width) {
        float[] out = new float[pixels.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                out[x * height + y] = pixels[y * width + x];
            }
        }
        return out;
    }
}
