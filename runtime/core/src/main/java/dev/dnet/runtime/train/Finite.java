package dev.dnet.runtime.train;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.ElementType;
import dev.dnet.runtime.Tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Ends a run that has lost its numbers, before they reach a checkpoint.
final class Finite {
    private static final String REMEDY =
            "lower the learning rate, clip the gradients, or look for a log or a division that can"
                    + " meet 0; ";

    private Finite() {}

    /// Steps count from 1 here, as they do in the language.
    static void requireLoss(
            double loss,
            SequencedMap<String, Double> losses,
            String program,
            long step,
            long epoch,
            String goOn) {
        if (!Double.isFinite(loss)) {
            throw new DnetException(
                    "train/nan-loss",
                    "the loss of %s is %s at step %d (epoch %d)%s"
                            .formatted(program, loss, step, epoch + 1, each(losses)),
                    "a finite number",
                    REMEDY + goOn);
        }
    }

    /// Where a loss is a sum: which part of it is not finite.
    private static String each(SequencedMap<String, Double> losses) {
        return losses.isEmpty()
                ? ""
                : losses.entrySet().stream()
                        .map(l -> l.getKey() + " " + l.getValue())
                        .collect(Collectors.joining(", ", ": ", ""));
    }

    static void requireVariables(SequencedMap<String, Tensor> variables, long step, String goOn) {
        variables.forEach((name, tensor) -> {
            if (!isFinite(tensor)) {
                throw new DnetException(
                        "train/nan-variable",
                        "variable '%s' is not finite after step %d".formatted(name, step),
                        "finite numbers in every variable",
                        REMEDY + goOn);
            }
        });
    }

    private static boolean isFinite(Tensor tensor) {
        MemorySegment values = tensor.segment();
        boolean finite = true;
        if (tensor.type() == ElementType.F32) {
            for (long i = 0; i < tensor.count(); i++) {
                finite &= Float.isFinite(values.getAtIndex(ValueLayout.JAVA_FLOAT, i));
            }
        } else if (tensor.type() == ElementType.F64) {
            for (long i = 0; i < tensor.count(); i++) {
                finite &= Double.isFinite(values.getAtIndex(ValueLayout.JAVA_DOUBLE, i));
            }
        } else if (tensor.type().isHalf()) {
            for (long i = 0; i < tensor.count(); i++) {
                finite &= Double.isFinite(tensor.valueAt(i));
            }
        }
        return finite;
    }
}
