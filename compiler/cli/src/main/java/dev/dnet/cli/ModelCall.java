package dev.dnet.cli;

import dev.dnet.compiler.codegen.jvm.kernel.JavaNames;
import dev.dnet.compiler.ir.Program;
import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.train.TrainProgram;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A call of a model's method on a generated class, which is known by name only.
record ModelCall(TrainProgram program, Program.Method method) {

    /// The one parameter that the method takes.
    Program.Parameter parameter() {
        if (method.parameters().size() != 1) {
            throw new DnetException(
                    "cli/one-input",
                    "%s takes %s"
                            .formatted(
                                    method.name(),
                                    method.parameters().stream()
                                            .map(p -> p.name() + ": " + p.type())
                                            .toList()),
                    "a model with one input",
                    "call the generated class from Java instead");
        }
        return method.parameters().getFirst();
    }

    /// The results by name.
    SequencedMap<String, Tensor> run(Tensor input) {
        var results = new LinkedHashMap<String, Tensor>();
        switch (invoke(find(), input)) {
            case Tensor tensor -> results.put("result", tensor);
            case Record several -> results.putAll(components(several));
            case Object other -> throw new IllegalStateException("a result of " + other.getClass());
        }
        return results;
    }

    static List<Double> numbers(Tensor tensor) {
        var numbers = new ArrayList<Double>();
        for (int i = 0; i < tensor.count(); i++) {
            numbers.add(tensor.valueAt(i));
        }
        return numbers;
    }

    private Method find() {
        for (var candidate : program.getClass().getMethods()) {
            if (candidate.getName().equals(JavaNames.method(method))
                    && candidate.getParameterCount() > 0
                    && candidate.getParameterTypes()[0].equals(Tensor.class)) {
                return candidate;
            }
        }
        throw new IllegalStateException(
                "%s has no method %s".formatted(program.name(), method.name()));
    }

    /// A model that draws takes a seed too.
    private Object invoke(Method found, Tensor input) {
        try {
            return found.getParameterCount() == 1
                    ? found.invoke(program, input)
                    : found.invoke(program, input, 0L);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof DnetException user
                    ? user
                    : new IllegalStateException(method.name(), e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method.name(), e);
        }
    }

    private static LinkedHashMap<String, Tensor> components(Record several) {
        var results = new LinkedHashMap<String, Tensor>();
        try {
            for (var component : several.getClass().getRecordComponents()) {
                results.put(component.getName(), (Tensor) component.getAccessor().invoke(several));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("results of a model", e);
        }
        return results;
    }
}
