package dev.dnet.testing;

import java.util.Optional;

/// What is asked of a random program; the answer is what is wrong. An exception is wrong as well.
@FunctionalInterface
public interface Check {
    Optional<String> problem(Sample sample, Reading.Steady oracle) throws Exception;

    /// The subject's outputs are the oracle's, within the tolerance.
    static Check sameAs(Subject subject) {
        return (sample, oracle) -> oracle.difference(subject.run(sample.graph(), sample.inputs()));
    }

    /// Gradients by inputs are what central differences say.
    static Check gradients() {
        return (sample, oracle) -> GradientCheck.check(sample).problem();
    }
}
