package dev.dnet.compiler.ir;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Records taken apart and put together, so that what must know every attribute of every operation
/// (printing, reading, binding symbols) is written once. One instance remembers the classes that it
/// has met.
final class Components {
    private final Map<Class<?>, Constructor<?>> constructors = new HashMap<>();
    private final Map<Class<?>, List<Method>> accessors = new HashMap<>();

    /// The values of the components, in order.
    List<Object> values(Record of) {
        return accessors.computeIfAbsent(of.getClass(), Components::findAccessors).stream()
                .map(accessor -> call(accessor, of))
                .toList();
    }

    /// A record from the values of its components.
    <T> T construct(Class<T> type, List<Object> values) {
        try {
            var constructor = constructors.computeIfAbsent(type, Components::findConstructor);
            return type.cast(constructor.newInstance(values.toArray()));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
        }
    }

    private static List<Method> findAccessors(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getAccessor)
                .peek(accessor -> accessor.setAccessible(true))
                .toList();
    }

    private static Constructor<?> findConstructor(Class<?> type) {
        var types =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record without its constructor: " + type, e);
        }
    }

    private static Object call(Method accessor, Record of) {
        try {
            return accessor.invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + accessor, e);
        }
    }
}
