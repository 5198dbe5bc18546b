package dev.dnet.compiler.codegen.jvm.kernel;

import com.palantir.javapoet.ClassName;

/// The classes that emitted code mentions.
public final class Names {
    public static final ClassName SEGMENT = ClassName.get("java.lang.foreign", "MemorySegment");
    public static final ClassName LAYOUT = ClassName.get("java.lang.foreign", "ValueLayout");
    public static final ClassName ORDER = ClassName.get("java.nio", "ByteOrder");
    public static final ClassName FLOAT_MATH = ClassName.get("dev.dnet.runtime", "FloatMath");
    public static final ClassName DOUBLE_MATH = ClassName.get("dev.dnet.runtime", "DoubleMath");
    public static final ClassName HALF = ClassName.get("dev.dnet.runtime", "Half");
    public static final ClassName DRIVER = ClassName.get("dev.dnet.runtime", "Driver");
    public static final ClassName WORK_POOL = ClassName.get("dev.dnet.runtime", "WorkPool");
    public static final ClassName VECTOR_OPERATORS = vector("VectorOperators");
    public static final ClassName VECTOR_SPECIES = vector("VectorSpecies");
    public static final ClassName VECTOR_MASK = vector("VectorMask");
    public static final ClassName VECTOR_SHUFFLE = vector("VectorShuffle");

    private Names() {}

    public static ClassName vector(String name) {
        return ClassName.get("jdk.incubator.vector", name);
    }
}
