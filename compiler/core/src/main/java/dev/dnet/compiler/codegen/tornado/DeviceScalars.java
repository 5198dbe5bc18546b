package dev.dnet.compiler.codegen.tornado;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;

import dev.dnet.compiler.codegen.jvm.kernel.Lane;
import dev.dnet.compiler.codegen.jvm.kernel.ScalarCode;
import dev.dnet.compiler.codegen.jvm.kernel.Scalars;
import dev.dnet.compiler.nest.Fn;
import dev.dnet.runtime.ElementType;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import javax.lang.model.element.Modifier;

/// Scalars of a device: TornadoVM's arrays and its mathematics. What it has not, or gets wrong, is
/// a helper of the emitted class: it knows no `Math.fma`, `rint` or `log1p`, no bits of floats, and
/// shifts `>>>` as `>>`.
final class DeviceScalars implements Scalars {
    /// To the nearest whole number, ties to even.
    private static final String ROUND =
            """
            final $1T low = $2T.floor(x);
            final $1T rest = x - low;
            final boolean odd = low - 2 * $2T.floor(low / 2) != 0;
            return rest > 0.5f || rest == 0.5f && odd ? low + 1 : low;
            """;

    /// What rounding takes from `1 + x` is given back.
    private static final String LOG1P =
            """
            final $1T u = 1 + x;
            return u == 1 ? x : $2T.log(u) * x / (u - 1);
            """;

    /// The fits of the runtime's `FloatMath`: below 0.925 in x², above it of the logarithm.
    private static final String ERF =
            """
            final $1T a = Math.abs(x);
            final $1T z = x * x;
            $1T s = 0x1.4f6760p-14f * z - 0x1.a60a2ep-11f;
            s = s * z + 0x1.544a1ap-8f;
            s = s * z - 0x1.b8011ap-6f;
            s = s * z + 0x1.ce2d64p-4f;
            s = s * z - 0x1.812740p-2f;
            s = s * z + 0x1.06eba8p-3f;
            final $1T t = a > 4 ? 4 : a;
            $1T b = 0x1.78d006p-17f * t - 0x1.527944p-12f;
            b = b * t + 0x1.dd6ba6p-9f;
            b = b * t - 0x1.855122p-6f;
            b = b * t + 0x1.b32568p-4f;
            b = b * t + 0x1.45328ep-1f;
            b = b * t + 0x1.0778dcp-3f;
            final $1T large = 1 - $2T.exp(-(t * b + t));
            return a < 0.925f ? x + x * s : x < 0 ? -large : large;
            """;

    /// A number that is zero where loops are not to be written out.
    static final String NONE = "none";

    private final SortedMap<String, MethodSpec> helpers = new TreeMap<>();
    private final boolean loops;

    /// `loops` says whether kernels are loops, in which TornadoVM must not find known ends: it
    /// would write the loops out, and of conditions whose parts are known it makes others.
    DeviceScalars(boolean loops) {
        this.loops = loops;
    }

    /// What the code written so far calls.
    List<MethodSpec> helpers() {
        return new ArrayList<>(helpers.values());
    }

    @Override
    public CodeBlock load(Place p) {
        var raw = CodeBlock.of("$L.get($L)", p.buffer(), at(p));
        var type = p.lane().type();
        return type.isHalf()
                ? CodeBlock.of("$L", HalfText.from(type, raw.toString(), this))
                : Scalars.fromMemory(type, raw);
    }

    @Override
    public CodeBlock store(Place p, CodeBlock value) {
        var type = p.lane().type();
        var stored =
                type.isHalf()
                        ? CodeBlock.of("(short) $L", HalfText.to(type, value.toString(), this))
                        : Scalars.toMemory(type, value);
        return CodeBlock.of("$L.set($L, $L)", p.buffer(), at(p), stored);
    }

    /// Tensors lie one behind the other in an array.
    private static String at(Place p) {
        return p.element().is(0) ? p.offset() : p.offset() + " + " + p.index().print(p.element());
    }

    @Override
    public String end(String extent) {
        return loops && extent.matches("\\d+") ? extent + " + " + NONE : extent;
    }

    @Override
    public boolean keepsLanes() {
        return false;
    }

    @Override
    public CodeBlock apply(Fn fn, ElementType type, ElementType from, List<String> x) {
        if (!type.isFloat()) {
            return switch (fn) {
                case AND -> CodeBlock.of("$L && $L", x.get(0), x.get(1));
                case OR -> CodeBlock.of("$L || $L", x.get(0), x.get(1));
                // For CUDA, a constant is a `long` and any other number a `long long`, which `min`
                // takes no mixture of.
                case MIN -> CodeBlock.of("$1L < $2L ? $1L : $2L", x.get(0), x.get(1));
                case MAX -> CodeBlock.of("$1L > $2L ? $1L : $2L", x.get(0), x.get(1));
                // Its own Math.abs of whole numbers does not compile.
                case ABS -> CodeBlock.of("$L < 0 ? -$L : $L", x.get(0), x.get(0), x.get(0));
                case POW, EXP, LOG, LOG1P, SIN, COS, TANH, SIGMOID, ERF, SQRT, RSQRT ->
                        throw new IllegalStateException(fn + " of " + type);
                default -> ScalarCode.INSTANCE.apply(fn, type, from, x);
            };
        }
        var lane = Lane.of(type);
        return switch (fn) {
            case SQRT, EXP, LOG, SIN, COS, TANH, FLOOR -> math(fn.text(), x);
            case POW -> math("pow", x);
            // TornadoVM makes a product and what is added to it one operation, and does not get by
            // where both are the same product.
            case ADD ->
                    x.get(0).equals(x.get(1))
                            ? CodeBlock.of("$L * $L", lane.literal(2), x.get(0))
                            : ScalarCode.INSTANCE.apply(fn, type, from, x);
            case RSQRT -> CodeBlock.of("$L / $L", lane.literal(1), math("sqrt", x));
            case SIGMOID ->
                    CodeBlock.of(
                            "$L / ($L + $T.exp(-$L))",
                            lane.literal(1),
                            lane.literal(1),
                            Tornado.MATH,
                            x.get(0));
            case FLOOR_DIV -> floor(x);
            case MOD -> CodeBlock.of("$L - $L * $L", x.get(0), floor(x), x.get(1));
            case ROUND -> helper("round", ROUND, lane, x);
            case ROUND_F16 -> rounded(ElementType.F16, x);
            case ROUND_BF16 -> rounded(ElementType.BF16, x);
            case LOG1P -> helper("log1p", LOG1P, lane, x);
            case ERF -> helper("erf", ERF, lane, x);
            default -> ScalarCode.INSTANCE.apply(fn, type, from, x);
        };
    }

    private static CodeBlock math(String function, List<String> x) {
        return CodeBlock.of("$T.$L($L)", Tornado.MATH, function, String.join(", ", x));
    }

    private CodeBlock rounded(ElementType type, List<String> x) {
        var bits = HalfText.to(type, x.getFirst(), this);
        return CodeBlock.of("$L", HalfText.from(type, bits, this));
    }

    private static CodeBlock floor(List<String> x) {
        return CodeBlock.of("$T.floor($L / $L)", Tornado.MATH, x.get(0), x.get(1));
    }

    private CodeBlock helper(String name, String body, Lane lane, List<String> x) {
        helper(name, lane, lane.java() + " x", body);
        return CodeBlock.of("$L($L)", name, x.getFirst());
    }

    void helper(String name, ElementType result, String parameters, String body) {
        helper(name, Lane.of(result), parameters, body);
    }

    /// A method of the emitted class, from its parameters as Java and its body, where `$1T` is its
    /// type and `$2T` TornadoVM's mathematics.
    void helper(String name, Lane result, String parameters, String body) {
        helpers.computeIfAbsent(
                name + "(" + parameters + ")", key -> method(name, result, parameters, body));
    }

    private static MethodSpec method(String name, Lane result, String parameters, String body) {
        var method =
                MethodSpec.methodBuilder(name)
                        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                        .returns(result.java());
        for (var parameter : parameters.split(", ", -1)) {
            int space = parameter.indexOf(' ');
            method.addParameter(
                    type(parameter.substring(0, space)), parameter.substring(space + 1));
        }
        var code =
                body.contains("$")
                        ? CodeBlock.of(body, result.java(), Tornado.MATH)
                        : CodeBlock.of(body);
        return method.addCode(code).build();
    }

    private static TypeName type(String java) {
        return switch (java) {
            case "int" -> TypeName.INT;
            case "long" -> TypeName.LONG;
            case "float" -> TypeName.FLOAT;
            case "double" -> TypeName.DOUBLE;
            default -> throw new IllegalArgumentException(java);
        };
    }
}
