package dev.dnet.compiler.codegen.jvm.kernel;

import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.nest.Fn;
import dev.dnet.runtime.ElementType;

import java.util.List;

/// The scalar functions as Java expressions on vectors. Predicates are masks of the main species of
/// their loop.
public final class VectorCode {
    private VectorCode() {}

    /// Whether a function has a vector form for this element type; what has none keeps its loop
    /// scalar.
    static boolean has(Fn fn, ElementType type) {
        return switch (fn) {
            case FLOOR_DIV, MOD, POW -> false;
            case EXP, LOG, LOG1P, SIN, COS, TANH, SIGMOID, ERF, FLOOR, ROUND, RSQRT, SQRT ->
                    type == ElementType.F32
                            || type == ElementType.F64 && (fn == Fn.SQRT || fn == Fn.RSQRT);
            case DIV -> type.isFloat();
            case ADD,
                    SUB,
                    MUL,
                    MIN,
                    MAX,
                    NEG,
                    ABS,
                    SIGN,
                    EQ,
                    NE,
                    LT,
                    LE,
                    GT,
                    GE,
                    AND,
                    OR,
                    NOT,
                    SELECT,
                    CAST,
                    ROUND_F16,
                    ROUND_BF16 ->
                    true;
        };
    }

    /// The operand types `from` are those of the operands; operands are names of vectors or masks.
    static CodeBlock apply(
            Fn fn, ElementType type, List<ElementType> from, List<String> x, ElementType main) {
        return switch (fn) {
            case ADD -> method(x, "add");
            case SUB -> method(x, "sub");
            case MUL -> method(x, "mul");
            case DIV -> method(x, "div");
            case MIN -> method(x, "min");
            case MAX -> method(x, "max");
            case AND -> method(x, "and");
            case OR -> method(x, "or");
            case NOT -> CodeBlock.of("$L.not()", x.get(0));
            case NEG -> CodeBlock.of("$L.neg()", x.get(0));
            case ABS -> CodeBlock.of("$L.abs()", x.get(0));
            case SQRT -> CodeBlock.of("$L.sqrt()", x.get(0));
            case RSQRT -> rsqrt(Lane.of(type), x.get(0));
            case EQ, NE, LT, LE, GT, GE -> comparison(fn, from.getFirst(), x, main);
            case SELECT -> select(type, x, main);
            case CAST -> cast(type, from.getFirst(), x.get(0), main);
            case SIGN -> sign(type, x.get(0));
            case ROUND_F16 -> CodeBlock.of("roundF16($L)", x.get(0));
            case ROUND_BF16 -> CodeBlock.of("roundBf16($L)", x.get(0));
            case FLOOR, ROUND, EXP, LOG, LOG1P, SIN, COS, TANH, SIGMOID, ERF ->
                    type.isInteger()
                            ? CodeBlock.of("$L", x.get(0))
                            : CodeBlock.of("$L($L)", fn.text(), x.get(0));
            case FLOOR_DIV, MOD, POW -> throw new IllegalStateException("no vector form: " + fn);
        };
    }

    private static CodeBlock rsqrt(Lane lane, String x) {
        return CodeBlock.of(
                "$T.broadcast($L, $L).div($L.sqrt())",
                lane.vector(),
                lane.species(),
                lane.literal(1),
                x);
    }

    private static CodeBlock method(List<String> x, String name) {
        return CodeBlock.of("$L.$L($L)", x.get(0), name, x.get(1));
    }

    private static CodeBlock comparison(Fn fn, ElementType of, List<String> x, ElementType main) {
        if (of == ElementType.BOOL) {
            return masks(fn, x.get(0), x.get(1));
        }
        var mask =
                CodeBlock.of(
                        "$L.compare($T.$L, $L)",
                        x.get(0),
                        Names.VECTOR_OPERATORS,
                        fn.name(),
                        x.get(1));
        return of == main ? mask : CodeBlock.of("$L.cast($L)", mask, Lane.of(main).species());
    }

    /// Comparisons of masks, where false is less than true.
    private static CodeBlock masks(Fn fn, String a, String b) {
        return switch (fn) {
            case EQ -> CodeBlock.of("$L.eq($L)", a, b);
            case NE -> CodeBlock.of("$L.xor($L)", a, b);
            case LT -> CodeBlock.of("$L.andNot($L)", b, a);
            case LE -> CodeBlock.of("$L.or($L.not())", b, a);
            case GT -> CodeBlock.of("$L.andNot($L)", a, b);
            case GE -> CodeBlock.of("$L.or($L.not())", a, b);
            default -> throw new IllegalStateException("no comparison: " + fn);
        };
    }

    private static CodeBlock select(ElementType type, List<String> x, ElementType main) {
        if (type == ElementType.BOOL) {
            return CodeBlock.of(
                    "$L.and($L).or($L.andNot($L))", x.get(1), x.get(0), x.get(2), x.get(0));
        }
        return CodeBlock.of("$L.blend($L, $L)", x.get(2), x.get(1), mask(x.get(0), type, main));
    }

    /// The statement that writes a vector; a mask is empty where the vector is whole.
    static CodeBlock store(
            ElementType target,
            String value,
            String buffer,
            String address,
            String mask,
            ElementType main) {
        var few =
                mask.isEmpty()
                        ? CodeBlock.of("")
                        : CodeBlock.of(", $L", mask(mask, target.arithmetic(), main));
        return target.isHalf()
                ? CodeBlock.of(
                        "$L($L, $L, $L$L)",
                        half(mask.isEmpty() ? "store" : "storeSome", target),
                        value,
                        buffer,
                        address,
                        few)
                : CodeBlock.of("$L.intoMemorySegment($L, $L, LE$L)", value, buffer, address, few);
    }

    /// The method of a holder that reads or writes vectors of floats of 16 bits.
    public static String half(String verb, ElementType type) {
        return verb + (type == ElementType.F16 ? "F16" : "Bf16");
    }

    /// A mask of the main species as one that fits another element type.
    public static CodeBlock mask(String mask, ElementType type, ElementType main) {
        return type == main
                ? CodeBlock.of("$L", mask)
                : CodeBlock.of("$L.cast($L)", mask, Lane.of(type).species());
    }

    private static CodeBlock sign(ElementType type, String x) {
        var lane = Lane.of(type);
        return CodeBlock.of(
                "$L.blend($L, $L.compare($T.GT, $L)).blend($L, $L.compare($T.LT, $L))",
                x,
                lane.literal(1),
                x,
                Names.VECTOR_OPERATORS,
                lane.literal(0),
                lane.literal(-1),
                x,
                Names.VECTOR_OPERATORS,
                lane.literal(0));
    }

    private static CodeBlock cast(ElementType type, ElementType from, String x, ElementType main) {
        var lane = Lane.of(type);
        if (type == from) {
            return CodeBlock.of("$L", x);
        }
        if (from == ElementType.BOOL) {
            return CodeBlock.of(
                    "$T.zero($L).blend($L, $L)",
                    lane.vector(),
                    lane.species(),
                    lane.literal(1),
                    mask(x, type, main));
        }
        if (type == ElementType.BOOL) {
            return comparison(Fn.NE, from, List.of(x, Lane.of(from).literal(0)), main);
        }
        var conversion = Lane.of(from).species() + "2" + lane.species();
        return CodeBlock.of(
                "($T) $L.convert($T.$L, 0)", lane.vector(), x, Names.VECTOR_OPERATORS, conversion);
    }
}
