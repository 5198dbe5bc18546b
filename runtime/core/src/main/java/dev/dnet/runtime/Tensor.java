package dev.dnet.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// A handle on numbers in memory: an element type, a shape, and the bytes, row by row.
///
/// The handle never changes; the numbers may, since training updates parameters in place. The
/// memory lies outside the Java heap and starts at a multiple of 64, the width of the widest
/// vector. A bool takes one byte, 0 or 1. Numbers are in the byte order of the machine.
public final class Tensor {
    /// Where every tensor starts: at a multiple of this many bytes.
    public static final int ALIGNMENT = 64;

    private final ElementType type;
    private final long[] shape;
    private final long count;
    private final MemorySegment segment;

    private Tensor(ElementType type, long[] shape, long count, MemorySegment segment) {
        this.type = type;
        this.shape = shape;
        this.count = count;
        this.segment = segment;
    }

    /// A tensor of zeros whose memory goes when nothing refers to it any more.
    public static Tensor zeros(ElementType type, long... shape) {
        return zeros(Arena.ofAuto(), type, shape);
    }

    /// A tensor of zeros whose memory goes with `arena`.
    public static Tensor zeros(Arena arena, ElementType type, long... shape) {
        long count = Shapes.count(shape);
        long bytes = Math.multiplyExact(count, type.bytes());
        return new Tensor(type, shape.clone(), count, allocate(arena, bytes));
    }

    /// A tensor over memory that somebody else owns, from its first byte on.
    public static Tensor wrap(MemorySegment memory, ElementType type, long... shape) {
        long count = Shapes.count(shape);
        long bytes = Math.multiplyExact(count, type.bytes());
        if (memory.byteSize() < bytes || memory.address() % ALIGNMENT != 0) {
            throw new IllegalArgumentException(
                    "%d bytes at %x cannot hold %s"
                            .formatted(
                                    memory.byteSize(), memory.address(), Shapes.show(type, shape)));
        }
        return new Tensor(type, shape.clone(), count, memory.asSlice(0, bytes));
    }

    public static Tensor of(float[] values, long... shape) {
        return filled(ElementType.F32, MemorySegment.ofArray(values), values.length, shape);
    }

    public static Tensor of(double[] values, long... shape) {
        return filled(ElementType.F64, MemorySegment.ofArray(values), values.length, shape);
    }

    public static Tensor of(int[] values, long... shape) {
        return filled(ElementType.I32, MemorySegment.ofArray(values), values.length, shape);
    }

    public static Tensor of(long[] values, long... shape) {
        return filled(ElementType.I64, MemorySegment.ofArray(values), values.length, shape);
    }

    public static Tensor of(boolean[] values, long... shape) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) (values[i] ? 1 : 0);
        }
        return filled(ElementType.BOOL, MemorySegment.ofArray(bytes), values.length, shape);
    }

    /// A tensor of f32, f16 or bf16: each element is the nearest number of the type.
    public static Tensor of(ElementType type, float[] values, long... shape) {
        if (type == ElementType.F32) {
            return of(values, shape);
        }
        short[] bits = new short[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = half(type, values[i]);
        }
        return filled(type, MemorySegment.ofArray(bits), values.length, shape);
    }

    private static short half(ElementType type, float value) {
        return switch (type) {
            case F16 -> Half.toF16(value);
            case BF16 -> Half.toBf16(value);
            default ->
                    throw new DnetException(
                            "tensor/type",
                            "floats were given for elements of " + type,
                            "an element type f32, f16 or bf16",
                            "give an array of the element type");
        };
    }

    public static Tensor scalar(float value) {
        return of(new float[] {value});
    }

    public static Tensor scalar(double value) {
        return of(new double[] {value});
    }

    public static Tensor scalar(int value) {
        return of(new int[] {value});
    }

    public static Tensor scalar(long value) {
        return of(new long[] {value});
    }

    public static Tensor scalar(boolean value) {
        return of(new boolean[] {value});
    }

    public ElementType type() {
        return type;
    }

    /// A copy of the shape.
    public long[] shape() {
        return shape.clone();
    }

    public int rank() {
        return shape.length;
    }

    /// The size of one axis, counted from 0.
    public long size(int axis) {
        return shape[axis];
    }

    /// The number of elements.
    public long count() {
        return count;
    }

    /// The number of bytes.
    public long bytes() {
        return count * type.bytes();
    }

    /// The memory itself; what is written there is seen by all who hold this tensor.
    public MemorySegment segment() {
        return segment;
    }

    /// Whether `other` has the same element type and shape.
    public boolean sameType(Tensor other) {
        return type == other.type && Arrays.equals(shape, other.shape);
    }

    /// The same numbers under another shape; no copy.
    public Tensor reshape(long... newShape) {
        if (Shapes.count(newShape) != count) {
            throw wrongCount(type, count, newShape);
        }
        return new Tensor(type, newShape.clone(), count, segment);
    }

    /// The first `rows` rows of the first axis; no copy. A short last batch is one of these.
    public Tensor rows(long rows) {
        if (shape.length == 0 || rows < 0 || rows > shape[0]) {
            throw new DnetException(
                    "tensor/rows",
                    "the first %d rows of %s were asked for".formatted(rows, typeName()),
                    "a number of rows that the first axis has",
                    "check the number of rows");
        }
        long[] part = shape.clone();
        part[0] = rows;
        return wrap(segment, type, part);
    }

    /// A copy in memory of its own.
    public Tensor copy() {
        Tensor copy = zeros(type, shape);
        copy.copyFrom(this);
        return copy;
    }

    /// Overwrites the numbers with those of a tensor of the same type and shape.
    public void copyFrom(Tensor source) {
        if (!sameType(source)) {
            throw new DnetException(
                    "tensor/type",
                    "%s was to be copied into %s".formatted(source.typeName(), typeName()),
                    "two tensors of the same element type and shape",
                    "convert or reshape one of them first");
        }
        segment.copyFrom(source.segment);
    }

    /// The numbers of a tensor of f32, f16 or bf16.
    public float[] toFloats() {
        if (!type.isHalf()) {
            require(ElementType.F32, "toFloats");
            return segment.toArray(ValueLayout.JAVA_FLOAT);
        }
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = halfAt(i);
        }
        return values;
    }

    public double[] toDoubles() {
        require(ElementType.F64, "toDoubles");
        return segment.toArray(ValueLayout.JAVA_DOUBLE);
    }

    public int[] toInts() {
        require(ElementType.I32, "toInts");
        return segment.toArray(ValueLayout.JAVA_INT);
    }

    public long[] toLongs() {
        require(ElementType.I64, "toLongs");
        return segment.toArray(ValueLayout.JAVA_LONG);
    }

    public boolean[] toBooleans() {
        require(ElementType.BOOL, "toBooleans");
        boolean[] values = new boolean[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = segment.get(ValueLayout.JAVA_BYTE, i) != 0;
        }
        return values;
    }

    /// An element of a tensor of f32, f16 or bf16.
    public float getFloat(long... index) {
        if (type.isHalf()) {
            return halfAt(offset(index));
        }
        require(ElementType.F32, "getFloat");
        return segment.getAtIndex(ValueLayout.JAVA_FLOAT, offset(index));
    }

    public double getDouble(long... index) {
        require(ElementType.F64, "getDouble");
        return segment.getAtIndex(ValueLayout.JAVA_DOUBLE, offset(index));
    }

    public int getInt(long... index) {
        require(ElementType.I32, "getInt");
        return segment.getAtIndex(ValueLayout.JAVA_INT, offset(index));
    }

    public long getLong(long... index) {
        require(ElementType.I64, "getLong");
        return segment.getAtIndex(ValueLayout.JAVA_LONG, offset(index));
    }

    public boolean getBoolean(long... index) {
        require(ElementType.BOOL, "getBoolean");
        return segment.get(ValueLayout.JAVA_BYTE, offset(index)) != 0;
    }

    /// Sets an element of a tensor of f32, f16 or bf16 to the nearest number.
    public void setFloat(float value, long... index) {
        if (type.isHalf()) {
            segment.setAtIndex(ValueLayout.JAVA_SHORT, offset(index), half(type, value));
            return;
        }
        require(ElementType.F32, "setFloat");
        segment.setAtIndex(ValueLayout.JAVA_FLOAT, offset(index), value);
    }

    public void setDouble(double value, long... index) {
        require(ElementType.F64, "setDouble");
        segment.setAtIndex(ValueLayout.JAVA_DOUBLE, offset(index), value);
    }

    public void setInt(int value, long... index) {
        require(ElementType.I32, "setInt");
        segment.setAtIndex(ValueLayout.JAVA_INT, offset(index), value);
    }

    public void setLong(long value, long... index) {
        require(ElementType.I64, "setLong");
        segment.setAtIndex(ValueLayout.JAVA_LONG, offset(index), value);
    }

    public void setBoolean(boolean value, long... index) {
        require(ElementType.BOOL, "setBoolean");
        segment.set(ValueLayout.JAVA_BYTE, offset(index), (byte) (value ? 1 : 0));
    }

    /// Any element as a double, by its place in memory; a bool is 0 or 1.
    public double valueAt(long place) {
        return switch (type) {
            case F32 -> segment.getAtIndex(ValueLayout.JAVA_FLOAT, place);
            case F64 -> segment.getAtIndex(ValueLayout.JAVA_DOUBLE, place);
            case F16, BF16 -> halfAt(place);
            case I32 -> segment.getAtIndex(ValueLayout.JAVA_INT, place);
            case I64 -> (double) segment.getAtIndex(ValueLayout.JAVA_LONG, place);
            case BOOL -> segment.get(ValueLayout.JAVA_BYTE, place);
        };
    }

    private float halfAt(long place) {
        short bits = segment.getAtIndex(ValueLayout.JAVA_SHORT, place);
        return type == ElementType.F16 ? Half.fromF16(bits) : Half.fromBf16(bits);
    }

    /// `f32[2, 3]`.
    public String typeName() {
        return Shapes.show(type, shape);
    }

    /// The type, the shape and the first few values.
    @Override
    public String toString() {
        return typeName() + " " + new TensorText(this, shape).text();
    }

    private long offset(long... index) {
        if (index.length != shape.length) {
            throw outside(index);
        }
        long offset = 0;
        for (int axis = 0; axis < shape.length; axis++) {
            if (index[axis] < 0 || index[axis] >= shape[axis]) {
                throw outside(index);
            }
            offset = offset * shape[axis] + index[axis];
        }
        return offset;
    }

    private DnetException outside(long[] index) {
        return new DnetException(
                "tensor/index",
                "the index %s does not lie in %s".formatted(Shapes.list(index), typeName()),
                "%d indices, each from 0 to the size less one".formatted(shape.length),
                "check the order of the axes");
    }

    private void require(ElementType wanted, String method) {
        if (type != wanted) {
            throw new DnetException(
                    "tensor/type",
                    "%s was called on %s".formatted(method, typeName()),
                    "a tensor of " + wanted,
                    "call the method of the element type " + type);
        }
    }

    private static MemorySegment allocate(Arena arena, long bytes) {
        try {
            return arena.allocate(bytes, ALIGNMENT);
        } catch (OutOfMemoryError e) {
            throw new DnetException(
                    "tensor/out-of-memory",
                    "%,d bytes for a tensor could not be had".formatted(bytes),
                    "that much memory outside the Java heap",
                    "use a smaller batch, or raise -XX:MaxDirectMemorySize or the machine's limit",
                    e);
        }
    }

    private static Tensor filled(
            ElementType type, MemorySegment values, long count, long... shape) {
        if (Shapes.count(shape) != count) {
            throw wrongCount(type, count, shape);
        }
        Tensor tensor = zeros(type, shape);
        tensor.segment.copyFrom(values);
        return tensor;
    }

    private static DnetException wrongCount(ElementType type, long count, long... shape) {
        return new DnetException(
                "tensor/count",
                "%d values were given for %s".formatted(count, Shapes.show(type, shape)),
                "%d values".formatted(Shapes.count(shape)),
                "check the shape");
    }
}
