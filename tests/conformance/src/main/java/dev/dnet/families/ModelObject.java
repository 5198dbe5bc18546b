package dev.dnet.families;

import static java.util.Objects.requireNonNull;

import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.train.TrainProgram;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Map;

/// An object of a generated class, whose methods are found by name: it is compiled only when the
/// table is.
record ModelObject(Object object) {

    /// Calls a method that gives one tensor.
    Tensor call(String method, Object... arguments) throws ReflectiveOperationException {
        return (Tensor) result(method, arguments);
    }

    /// The same, of a method that gives a number and is known to be there.
    double number(String method, Object... arguments) {
        try {
            return call(method, arguments).valueAt(0);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(method, e);
        }
    }

    /// Calls a method that gives a tuple; the part with this name.
    Parts parts(String method, Object... arguments) throws ReflectiveOperationException {
        return new Parts(result(method, arguments));
    }

    /// The parts of a tuple by name.
    record Parts(Object tuple) {
        Tensor part(String name) throws ReflectiveOperationException {
            return (Tensor) requireNonNull(tuple.getClass().getMethod(name).invoke(tuple));
        }

        double number(String name) throws ReflectiveOperationException {
            return part(name).valueAt(0);
        }
    }

    /// A new session of a model.
    ModelObject session() throws ReflectiveOperationException {
        return new ModelObject(result("session"));
    }

    /// Takes the parameters that a `train` block has learned for what it calls `part`.
    ModelObject learned(TrainProgram from, String part) throws ReflectiveOperationException {
        variables()
                .forEach((path, tensor) ->
                        tensor.copyFrom(
                                requireNonNull(
                                        from.variables()
                                                .get(part.isEmpty() ? path : part + "." + path),
                                        path)));
        return this;
    }

    @SuppressWarnings("unchecked") // What the generated method declares.
    Map<String, Tensor> variables() throws ReflectiveOperationException {
        return (Map<String, Tensor>)
                requireNonNull(object.getClass().getMethod("parameters").invoke(object));
    }

    private Object result(String name, Object... arguments) throws ReflectiveOperationException {
        var method =
                Arrays.stream(object.getClass().getMethods())
                        .filter(m -> m.getName().equals(name))
                        .filter(m -> m.getParameterCount() == arguments.length)
                        .findFirst()
                        .orElseThrow(() -> missing(name, arguments.length));
        try {
            return requireNonNull(method.invoke(object, arguments));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /// A method that draws numbers has a seed behind its arguments.
    private NoSuchMethodException missing(String name, int arguments) {
        return new NoSuchMethodException(
                name
                        + " of "
                        + arguments
                        + "; there are "
                        + Arrays.toString(object.getClass().getDeclaredMethods()));
    }
}
