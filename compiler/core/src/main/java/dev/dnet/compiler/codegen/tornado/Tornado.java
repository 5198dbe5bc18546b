package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.ClassName;

import dev.dnet.runtime.ElementType;

/// The classes of TornadoVM, and of the runtime over it, that emitted code mentions.
final class Tornado {
    private static final String API = "uk.ac.manchester.tornado.api";

    static final ClassName CONTEXT = ClassName.get(API, "KernelContext");
    static final ClassName INTS = array(ElementType.I32);
    static final ClassName MATH = ClassName.get(API + ".math", "TornadoMath");

    static final ClassName PARALLEL = ClassName.get(API + ".annotations", "Parallel");

    static final ClassName PROGRAM = runtime("TornadoProgram");
    static final ClassName DRIVER = runtime("TornadoDriver");
    static final ClassName LAYOUT = runtime("Layout");
    static final ClassName LAUNCHES = runtime("Launches");
    static final ClassName KIND = runtime("Kind");
    static final ClassName AREA = runtime("Area");
    static final ClassName ELEMENT_TYPE = ClassName.get(ElementType.class);

    private Tornado() {}

    private static ClassName runtime(String name) {
        return ClassName.get("dev.dnet.runtime.tornado", name);
    }

    /// The array that holds elements of this type on a device.
    static ClassName array(ElementType type) {
        return ClassName.get(
                API + ".types.arrays",
                switch (type) {
                    case F32 -> "FloatArray";
                    case F64 -> "DoubleArray";
                    case I32 -> "IntArray";
                    case I64 -> "LongArray";
                    case BOOL -> "ByteArray";
                    case F16, BF16 -> "ShortArray";
                });
    }
}
