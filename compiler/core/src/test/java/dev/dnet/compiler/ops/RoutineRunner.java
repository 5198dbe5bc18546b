package dev.dnet.compiler.ops;

import dev.dnet.compiler.ir.NdArray;
import dev.dnet.compiler.nest.Compute;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.WorkPool;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Calls a routine of the runtime library as emitted code does: the class of its name, the method
/// of the result's element type. Offsets are not zero, so that one that is forgotten shows.
final class RoutineRunner {
    private static final long OFFSET = 64;

    private RoutineRunner() {}

    static NdArray run(
            Compute.Routine routine,
            List<TensorType> types,
            List<NdArray> operands,
            TensorType declared) {
        var result = declared.withElement(declared.element().arithmetic());
        try (var arena = Arena.ofShared();
                var pool = new WorkPool(2)) {
            var out = segment(arena, result, NdArray.filled(result.shape().dims(), 0));
            var args = new ArrayList<Object>(List.of(pool, out, OFFSET));
            for (int k = 0; k < operands.size(); k++) {
                args.add(segment(arena, types.get(k), operands.get(k)));
                args.add(OFFSET);
            }
            args.addAll(routine.texts());
            var places = routine.texts().isEmpty() ? 0 : 1 + Math.min(1, operands.size());
            args.addAll(Collections.nCopies(places, "test.dnet:1:1"));
            routine.sizes().forEach(s -> args.add(s.value()));
            var method = method(routine.name(), result.element());
            method.invoke(null, packed(method, args));
            return read(out, result);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("routine " + routine.name(), e);
        }
    }

    /// What follows the last parameter of its own goes into one array.
    private static Object[] packed(Method method, List<Object> args) {
        if (!method.isVarArgs()) {
            return args.toArray();
        }
        int own = method.getParameterCount() - 1;
        var rest = args.subList(own, args.size()).stream().mapToLong(a -> (Long) a).toArray();
        var packed = new ArrayList<>(args.subList(0, own));
        packed.add(rest);
        return packed.toArray();
    }

    private static Method method(String routine, ElementType type)
            throws ReflectiveOperationException {
        int dot = routine.indexOf('.');
        var owner = dot < 0 ? routine : routine.substring(0, dot);
        var name = dot < 0 ? type.dnetName() : routine.substring(dot + 1);
        return Arrays.stream(Class.forName("dev.dnet.runtime.routine." + owner).getMethods())
                .filter(m -> m.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException(routine + "." + name));
    }

    private static MemorySegment segment(Arena arena, TensorType type, NdArray values) {
        var segment = arena.allocate(OFFSET + (long) values.size() * type.element().bytes(), 64);
        for (int i = 0; i < values.size(); i++) {
            double x = values.data()[i];
            long at = OFFSET + (long) i * type.element().bytes();
            switch (type.element()) {
                case F32 -> segment.set(ValueLayout.JAVA_FLOAT, at, (float) x);
                case F64 -> segment.set(ValueLayout.JAVA_DOUBLE, at, x);
                case I32 -> segment.set(ValueLayout.JAVA_INT, at, (int) x);
                case I64 -> segment.set(ValueLayout.JAVA_LONG, at, (long) x);
                case BOOL -> segment.set(ValueLayout.JAVA_BYTE, at, (byte) x);
                case F16, BF16 -> throw new IllegalArgumentException("routines take f32");
            }
        }
        return segment;
    }

    private static NdArray read(MemorySegment segment, TensorType type) {
        var values = NdArray.filled(type.shape().dims(), 0);
        for (int i = 0; i < values.size(); i++) {
            long at = OFFSET + (long) i * type.element().bytes();
            values.data()[i] =
                    switch (type.element()) {
                        case F32 -> segment.get(ValueLayout.JAVA_FLOAT, at);
                        case F64 -> segment.get(ValueLayout.JAVA_DOUBLE, at);
                        case I32 -> segment.get(ValueLayout.JAVA_INT, at);
                        case I64 -> segment.get(ValueLayout.JAVA_LONG, at);
                        case BOOL -> segment.get(ValueLayout.JAVA_BYTE, at);
                        case F16, BF16 -> throw new IllegalArgumentException("routines give f32");
                    };
        }
        return values;
    }
}
