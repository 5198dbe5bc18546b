package dev.dnet.compiler.codegen.jvm.kernel;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.nest.Fn;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.List;

/// What scalar code depends on its target for: how it reads and writes memory, and computes
/// functions.
public interface Scalars {

    /// An element of a buffer, by the Java names of the buffer and of its offset.
    record Place(Lane lane, String buffer, String offset, Size element, IndexCode index) {
        /// Where it begins, in bytes.
        String address() {
            return element.is(0) ? offset : offset + " + " + index.bytes(element, lane.bytes());
        }
    }

    CodeBlock load(Place place);

    /// A statement without its semicolon.
    CodeBlock store(Place place, CodeBlock value);

    /// A scalar from what memory holds, where a truth value is a byte and some floats have 16 bits.
    static CodeBlock fromMemory(ElementType type, CodeBlock raw) {
        return switch (type) {
            case BOOL -> CodeBlock.of("$L != 0", raw);
            case F16 -> CodeBlock.of("$T.fromF16($L)", Names.HALF, raw);
            case BF16 -> CodeBlock.of("$T.fromBf16($L)", Names.HALF, raw);
            case F32, F64, I32, I64 -> raw;
        };
    }

    /// What memory holds for a scalar.
    static CodeBlock toMemory(ElementType type, CodeBlock value) {
        return switch (type) {
            case BOOL -> CodeBlock.of("(byte) ($L ? 1 : 0)", value);
            case F16 -> CodeBlock.of("$T.toF16($L)", Names.HALF, value);
            case BF16 -> CodeBlock.of("$T.toBf16($L)", Names.HALF, value);
            case F32, F64, I32, I64 -> value;
        };
    }

    /// `type` is that of the result, `from` that of the last operand; operands are names or
    /// literals.
    CodeBlock apply(Fn fn, ElementType type, ElementType from, List<String> x);

    /// The end of a loop, from the extent of its axis.
    default String end(String extent) {
        return extent;
    }

    /// Whether sums keep 16 lanes, so that they have the bits of vectors.
    boolean keepsLanes();
}
