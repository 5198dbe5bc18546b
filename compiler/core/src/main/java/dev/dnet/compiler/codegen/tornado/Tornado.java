package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.ClassName;

import dev.dnet.runtime.ElementType;

/// The classes of TornadoVM that emitted code mentions.
final class Tornado {
    private static final String API = "uk.ac.manchester.tornado.api";

    static final ClassName CONTEXT = ClassName.get(API, "KernelContext");
    static final ClassName GRAPH = ClassName.get(API, "TaskGraph");
    static final ClassName PLAN = ClassName.get(API, "TornadoExecutionPlan");
    static final ClassName SCHEDULER = ClassName.get(API, "GridScheduler");
    static final ClassName GRID = ClassName.get(API, "WorkerGrid1D");
    static final ClassName TRANSFER = ClassName.get(API + ".enums", "DataTransferMode");
    static final ClassName MATH = ClassName.get(API + ".math", "TornadoMath");

    private Tornado() {}

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
                });
    }
}
