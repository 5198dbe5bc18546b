package dev.dnet.compiler.codegen.jvm;

import com.palantir.javapoet.ClassName;

/// The classes that emitted code mentions.
final class Names {
    static final ClassName SEGMENT = ClassName.get("java.lang.foreign", "MemorySegment");
    static final ClassName LAYOUT = ClassName.get("java.lang.foreign", "ValueLayout");
    static final ClassName ORDER = ClassName.get("java.nio", "ByteOrder");
    static final ClassName FLOAT_MATH = ClassName.get("dev.dnet.runtime", "FloatMath");
    static final ClassName DOUBLE_MATH = ClassName.get("dev.dnet.runtime", "DoubleMath");
    static final ClassName WORK_POOL = ClassName.get("dev.dnet.runtime", "WorkPool");
    static final ClassName VECTOR_OPERATORS = vector("VectorOperators");
    static final ClassName VECTOR_SPECIES = vector("VectorSpecies");
    static final ClassName VECTOR_MASK = vector("VectorMask");
    static final ClassName VECTOR_SHUFFLE = vector("VectorShuffle");

    private Names() {}

    static ClassName vector(String name) {
        return ClassName.get("jdk.incubator.vector", name);
    }
}
