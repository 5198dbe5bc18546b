package dev.dnet.compiler.codegen.jvm.kernel;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;

import dev.dnet.runtime.ElementType;

/// How one element type appears in Java: as a scalar, in memory, in a vector.
public record Lane(
        ElementType type,
        TypeName java,
        String layout,
        ClassName vector,
        ClassName boxed,
        String species) {

    public static Lane of(ElementType type) {
        return switch (type) {
            case F32 -> lane(type, TypeName.FLOAT, "FLOAT", "Float");
            case F16, BF16 ->
                    new Lane(
                            type,
                            TypeName.FLOAT,
                            "JAVA_SHORT",
                            Names.vector("FloatVector"),
                            ClassName.get(Float.class),
                            "F");
            case F64 -> lane(type, TypeName.DOUBLE, "DOUBLE", "Double");
            case I32 ->
                    new Lane(
                            type,
                            TypeName.INT,
                            "JAVA_INT",
                            Names.vector("IntVector"),
                            ClassName.get(Integer.class),
                            "I");
            case I64 -> lane(type, TypeName.LONG, "LONG", "Long");
            case BOOL ->
                    new Lane(
                            type,
                            TypeName.BOOLEAN,
                            "JAVA_BYTE",
                            Names.VECTOR_MASK,
                            ClassName.get(Byte.class),
                            "");
        };
    }

    private static Lane lane(ElementType type, TypeName java, String layout, String name) {
        return new Lane(
                type,
                java,
                "JAVA_" + layout,
                Names.vector(name + "Vector"),
                ClassName.get("java.lang", name),
                name.substring(0, 1));
    }

    public int bytes() {
        return type.bytes();
    }

    /// A literal of this type.
    public String literal(double value) {
        return switch (type) {
            case F32, F16, BF16 -> floatLiteral((float) value);
            case F64 -> doubleLiteral(value);
            case I32 -> Integer.toString((int) value);
            case I64 -> (long) value + "L";
            case BOOL -> value != 0 ? "true" : "false";
        };
    }

    private static String floatLiteral(float value) {
        if (Float.isNaN(value)) {
            return "Float.NaN";
        }
        if (Float.isInfinite(value)) {
            return value > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY";
        }
        return value + "f";
    }

    private static String doubleLiteral(double value) {
        if (Double.isNaN(value)) {
            return "Double.NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY";
        }
        return Double.toString(value);
    }
}
