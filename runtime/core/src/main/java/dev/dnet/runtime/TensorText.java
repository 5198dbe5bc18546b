package dev.dnet.runtime;

/// Writes the first few values of a tensor in nested brackets.
final class TensorText {
    private static final int PER_AXIS = 6;
    private static final int MOST = 60;

    private final Tensor tensor;
    private final long[] shape;
    private final StringBuilder text = new StringBuilder();
    private int written;

    TensorText(Tensor tensor, long... shape) {
        this.tensor = tensor;
        this.shape = shape;
    }

    String text() {
        write(0, 0);
        return text.toString();
    }

    private void write(int axis, long place) {
        if (axis == shape.length) {
            text.append(value(place));
            written++;
            return;
        }
        text.append('[');
        for (long i = 0; i < shape[axis]; i++) {
            text.append(i == 0 ? "" : ", ");
            if (i == PER_AXIS || written >= MOST) {
                text.append("...");
                break;
            }
            write(axis + 1, place * shape[axis] + i);
        }
        text.append(']');
    }

    private String value(long place) {
        double value = tensor.valueAt(place);
        return switch (tensor.type()) {
            case F32, F16, BF16 -> Float.toString((float) value);
            case F64 -> Double.toString(value);
            case I32 -> Integer.toString((int) value);
            case I64 -> Long.toString(tensor.reshape(tensor.count()).getLong(place));
            case BOOL -> Boolean.toString(value != 0);
        };
    }
}
