package dev.dnet.compiler.codegen.jvm.kernel;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;

import dev.dnet.compiler.nest.Fn;
import dev.dnet.runtime.ElementType;

import java.util.List;

/// Scalars of the JVM: memory segments, and functions that have the same bits on every machine.
public final class ScalarCode implements Scalars {
    public static final ScalarCode INSTANCE = new ScalarCode();

    private ScalarCode() {}

    @Override
    public CodeBlock load(Place p) {
        var raw =
                CodeBlock.of(
                        "$L.get($T.$L, $L)",
                        p.buffer(),
                        Names.LAYOUT,
                        p.lane().layout(),
                        p.address());
        return Scalars.fromMemory(p.lane().type(), raw);
    }

    @Override
    public CodeBlock store(Place p, CodeBlock value) {
        return CodeBlock.of(
                "$L.set($T.$L, $L, $L)",
                p.buffer(),
                Names.LAYOUT,
                p.lane().layout(),
                p.address(),
                Scalars.toMemory(p.lane().type(), value));
    }

    @Override
    public boolean keepsLanes() {
        return true;
    }

    @Override
    public CodeBlock apply(Fn fn, ElementType type, ElementType from, List<String> x) {
        return switch (fn) {
            case ADD -> infix(x, "+");
            case SUB -> infix(x, "-");
            case MUL -> infix(x, "*");
            case DIV -> infix(x, "/");
            case EQ -> infix(x, "==");
            case NE -> infix(x, "!=");
            case LT -> infix(x, "<");
            case LE -> infix(x, "<=");
            case GT -> infix(x, ">");
            case GE -> infix(x, ">=");
            case AND -> infix(x, "&");
            case OR -> infix(x, "|");
            case NOT -> CodeBlock.of("!$L", x.get(0));
            case NEG -> CodeBlock.of("-$L", x.get(0));
            case MIN -> math("min", x);
            case MAX -> math("max", x);
            case ABS -> math("abs", x);
            case SELECT -> CodeBlock.of("$L ? $L : $L", x.get(0), x.get(1), x.get(2));
            case CAST -> cast(type, from, x.get(0));
            case ROUND_F16 -> CodeBlock.of("$T.roundF16($L)", Names.HALF, x.get(0));
            case ROUND_BF16 -> CodeBlock.of("$T.roundBf16($L)", Names.HALF, x.get(0));
            case SQRT ->
                    type == ElementType.F32
                            ? CodeBlock.of("(float) Math.sqrt($L)", x.get(0))
                            : math("sqrt", x);
            case RSQRT ->
                    type == ElementType.F32
                            ? CodeBlock.of("1f / (float) Math.sqrt($L)", x.get(0))
                            : CodeBlock.of("1.0 / Math.sqrt($L)", x.get(0));
            case SIGN -> sign(type, x.get(0));
            case FLOOR_DIV -> floorDiv(type, x);
            case MOD -> mod(type, x);
            case FLOOR, ROUND -> rounding(fn, type, x.get(0));
            case POW, EXP, LOG, LOG1P, SIN, COS, TANH, SIGMOID, ERF -> own(fn, type, x);
        };
    }

    private static CodeBlock infix(List<String> x, String operator) {
        return CodeBlock.of("$L $L $L", x.get(0), operator, x.get(1));
    }

    private static CodeBlock math(String function, List<String> x) {
        return CodeBlock.of("Math.$L($L)", function, String.join(", ", x));
    }

    private static CodeBlock cast(ElementType type, ElementType from, String x) {
        if (type == from) {
            return CodeBlock.of("$L", x);
        }
        if (from == ElementType.BOOL) {
            return CodeBlock.of(
                    "$L ? $L : $L", x, Lane.of(type).literal(1), Lane.of(type).literal(0));
        }
        return type == ElementType.BOOL
                ? CodeBlock.of("$L != 0", x)
                : CodeBlock.of("($T) $L", Lane.of(type).java(), x);
    }

    private static CodeBlock sign(ElementType type, String x) {
        var lane = Lane.of(type);
        return CodeBlock.of(
                "$L > 0 ? $L : $L < 0 ? $L : $L", x, lane.literal(1), x, lane.literal(-1), x);
    }

    private static CodeBlock floorDiv(ElementType type, List<String> x) {
        return type.isFloat()
                ? floor(type, CodeBlock.of("$L / $L", x.get(0), x.get(1)))
                : math("floorDiv", x);
    }

    private static CodeBlock mod(ElementType type, List<String> x) {
        return type.isFloat()
                ? CodeBlock.of("$L - $L * $L", x.get(0), floorDiv(type, x), x.get(1))
                : math("floorMod", x);
    }

    private static CodeBlock floor(ElementType type, CodeBlock x) {
        return type == ElementType.F32
                ? CodeBlock.of("$T.floor($L)", Names.FLOAT_MATH, x)
                : CodeBlock.of("Math.floor($L)", x);
    }

    private static CodeBlock rounding(Fn fn, ElementType type, String x) {
        if (type.isInteger()) {
            return CodeBlock.of("$L", x);
        }
        if (fn == Fn.FLOOR) {
            return floor(type, CodeBlock.of("$L", x));
        }
        return type == ElementType.F32
                ? CodeBlock.of("$T.rint($L)", Names.FLOAT_MATH, x)
                : CodeBlock.of("Math.rint($L)", x);
    }

    private static CodeBlock own(Fn fn, ElementType type, List<String> x) {
        var args = String.join(", ", x);
        var call =
                switch (type) {
                    case F32 -> CodeBlock.of("$T.$L($L)", Names.FLOAT_MATH, fn.text(), args);
                    case F64, I32, I64 -> CodeBlock.of("$T.$L($L)", inDouble(fn), fn.text(), args);
                    case F16, BF16, BOOL -> throw new IllegalStateException(fn + " of " + type);
                };
        return type.isInteger() ? CodeBlock.of("($T) $L", Lane.of(type).java(), call) : call;
    }

    /// Never `Math`, whose results may differ between machines.
    private static ClassName inDouble(Fn fn) {
        return fn == Fn.SIGMOID || fn == Fn.ERF
                ? Names.DOUBLE_MATH
                : ClassName.get(StrictMath.class);
    }
}
