package dev.dnet.compiler.codegen.jvm.contract;

import com.palantir.javapoet.MethodSpec;

import dev.dnet.compiler.codegen.jvm.kernel.VectorCode;
import dev.dnet.runtime.ElementType;

import java.util.List;

/// How the elements of a factor lie in memory. Methods that read a factor are written for f32, the
/// factor being `s` from the byte `so` on; for elements of 16 bits they widen what they read, and
/// have names of their own.
record Source(ElementType type) {
    static final Source SINGLE = new Source(ElementType.F32);

    int bytes() {
        return type.bytes();
    }

    /// A method that reads a factor.
    MethodSpec method(String head, String doc, String body) {
        int open = head.indexOf('(');
        return JavaText.method(
                head.substring(0, open) + suffix() + head.substring(open), doc, text(body));
    }

    /// Statements that call such methods or read the factor.
    String text(String single) {
        return type.isHalf()
                ? single.replaceAll(
                                "\\b((?:pack|copy|turn|stage)[A-Z]\\w*)\\(", "$1" + suffix() + "(")
                        .replaceAll(
                                "FloatVector\\.fromMemorySegment\\(F, s, ([^;]*?), LE\\)",
                                VectorCode.half("load", type) + "(s, $1)")
                        .replace(
                                "s.get(ValueLayout.JAVA_FLOAT, ",
                                VectorCode.half("get", type) + "(s, ")
                        .replaceAll("4L \\* (at|ks)\\[", bytes() + "L * $1[")
                        .replace("so + 4L", "so + " + bytes() + "L")
                        .replace("stageZeros" + suffix(), "stageZeros")
                : single;
    }

    /// What stands behind the names of such methods.
    String suffix() {
        return type.isHalf() ? VectorCode.half("", type) : "";
    }

    /// The method that reads one element.
    List<MethodSpec> methods() {
        return type.isHalf()
                ? List.of(
                        JavaText.method(
                                "float "
                                        + VectorCode.half("get", type)
                                        + "(MemorySegment s, long at)",
                                "An element as an f32.",
                                "return Half.from%s(s.get(ValueLayout.JAVA_SHORT, at));\n"
                                        .formatted(suffix())))
                : List.of();
    }
}
