package dev.dnet.runtime.data;

import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Philox;
import dev.dnet.runtime.Seeds;
import dev.dnet.runtime.Tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Points on two half circles that reach into one another, with normal noise: the upper one around
/// (0, 0), the lower one around (1, 0.5), both of radius 1.
///
/// Point i depends on the seed and on i alone. The fields are `point`, f32[2], and `label`, i32: 0
/// on the upper one, 1 on the lower one.
public final class MoonsDataSet implements DataSet {
    private static final int STREAM = Seeds.stream("data", "moons");
    private static final int NOISE = Seeds.stream("data", "moons", "noise");
    private static final List<BatchField> FIELDS =
            List.of(
                    BatchField.of("point", ElementType.F32, 2),
                    BatchField.of("label", ElementType.I32));

    private final int size;
    private final long seed;
    private final double noise;

    /// @param noise the standard deviation of what is added to each coordinate
    public MoonsDataSet(int size, long seed, double noise) {
        this.size = size;
        this.seed = seed;
        this.noise = noise;
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
        return List.of("upper", "lower");
    }

    @Override
    public void read(int example, List<Tensor> batch, int row) {
        int label = example % 2;
        double angle = Math.PI * Philox.uniformF32(0, seed, STREAM, example);
        double x = label == 0 ? Math.cos(angle) : 1 - Math.cos(angle);
        double y = label == 0 ? Math.sin(angle) : 0.5 - Math.sin(angle);
        MemorySegment points = batch.get(0).segment();
        points.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * row, moved(x, 0, example));
        points.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * row + 1, moved(y, 1, example));
        Pixels.label(label, batch.get(1).segment(), row);
    }

    private float moved(double value, int axis, int example) {
        return (float) (value + noise * Philox.normalF32(axis, seed, NOISE, example));
    }
}
