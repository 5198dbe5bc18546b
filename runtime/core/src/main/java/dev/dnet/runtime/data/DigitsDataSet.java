package dev.dnet.runtime.data;

import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Philox;
import dev.dnet.runtime.Seeds;
import dev.dnet.runtime.Tensor;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;

/// Pictures of the digits 0 to 9, 28 x 28, drawn when they are asked for: strokes of our own
/// (`DigitShapes`), bent, turned, sheared, scaled and shifted by chance, with a pen of random
/// width, blur and noise.
///
/// Picture i depends on the seed and on i alone, so examples and tests need no download. The fields
/// are those of MNIST: `image`, f32[1, 28, 28] from 0 to 1, and `label`, i32.
public final class DigitsDataSet implements DataSet {
    private static final int SIDE = 28;
    private static final int STREAM = Seeds.stream("data", "digits");
    private static final int NOISE = Seeds.stream("data", "digits", "noise");
    private static final List<BatchField> FIELDS =
            List.of(
                    BatchField.of("image", ElementType.F32, 1, SIDE, SIDE),
                    BatchField.of("label", ElementType.I32));

    private final int size;
    private final long seed;
    private final PixelStore store;

    public DigitsDataSet(int size, long seed) {
        this.size = size;
        this.seed = seed;
        store = new PixelStore(size, SIDE * SIDE, this::draw);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public List<BatchField> fields() {
        return FIELDS;
    }

    @Override
    public List<String> classes() {
        return IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    }

    @Override
    public void read(int example, List<Tensor> batch, int row) {
        store.read(example, batch.get(0).segment(), row);
        Pixels.label(label(example), batch.get(1).segment(), row);
    }

    private int label(int example) {
        return (int) (10 * Philox.uniformF32(0, seed, STREAM, example));
    }

    private byte[] draw(int example) {
        Chance chance = new Chance(seed, example);
        int digit = label(example);
        int style = (int) chance.between(0, DigitShapes.styles(digit));
        double wobble = chance.between(1, 8);
        Path2D path = DigitShapes.path(digit, style, () -> chance.between(-wobble, wobble));
        path.transform(placement(chance));
        float[] pixels = stroke(path, (float) chance.between(1.5, 3.4));
        return finish(pixels, example, chance);
    }

    /// From the box of the outline to the picture, as the pictures of MNIST lie in theirs.
    private static AffineTransform placement(Chance chance) {
        double scale = 0.19 * chance.between(0.8, 1.1);
        AffineTransform placement = new AffineTransform();
        placement.translate(
                SIDE / 2.0 + chance.between(-1.8, 1.8), SIDE / 2.0 + chance.between(-1.8, 1.8));
        placement.rotate(chance.between(-0.3, 0.3));
        placement.shear(chance.between(-0.45, 0.2), chance.between(-0.1, 0.1));
        placement.scale(scale * chance.between(0.72, 1.08), scale);
        placement.translate(-50, -50);
        return placement;
    }

    private static float[] stroke(Path2D path, float pen) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(
                    RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(
                    RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.setStroke(new BasicStroke(pen, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            graphics.draw(path);
        } finally {
            graphics.dispose();
        }
        float[] pixels = new float[SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = image.getRGB(i % SIDE, i / SIDE) & 0xff;
        }
        return pixels;
    }

    private byte[] finish(float[] sharp, int example, Chance chance) {
        float blur = (float) chance.between(0, 0.5);
        float ink = (float) chance.between(0.75, 1);
        float noise = (float) chance.between(0, 12);
        byte[] bytes = new byte[sharp.length];
        for (int i = 0; i < bytes.length; i++) {
            float soft = (1 - blur) * sharp[i] + blur * around(sharp, i);
            float value = ink * soft + noise * Philox.normalF32(i, seed, NOISE, example);
            bytes[i] = (byte) Math.clamp(Math.round(value), 0, 255);
        }
        return bytes;
    }

    /// The mean of the nine pixels around one; outside is black.
    private static float around(float[] pixels, int place) {
        float sum = 0;
        for (int y = place / SIDE - 1; y <= place / SIDE + 1; y++) {
            for (int x = place % SIDE - 1; x <= place % SIDE + 1; x++) {
                boolean inside = y >= 0 && y < SIDE && x >= 0 && x < SIDE;
                sum += inside ? pixels[y * SIDE + x] : 0;
            }
        }
        return sum / 9;
    }

    /// The random numbers of one picture, one after the other.
    private static final class Chance {
        private final long seed;
        private final int example;
        private int drawn = 1;

        Chance(long seed, int example) {
            this.seed = seed;
            this.example = example;
        }

        double between(double low, double high) {
            return low + (high - low) * Philox.uniformF32(drawn++, seed, STREAM, example);
        }
    }
}
