package dev.dnet.testing;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Many random programs, each run by the oracle and by a subject. A program that is not for comparing is drawn again,
/// and counted.
public final class Campaign {
    private final RandomGraphs graphs = new RandomGraphs();
    private final Subject subject;
    private final Map<Reading.Reason, Integer> redrawn = new EnumMap<>(Reading.Reason.class);
    private final List<Failure> failures = new ArrayList<>();
    private int compared;
    private int withGradient;

    /// A program on which the subject is wrong, made small, and what it did.
    public record Failure(Sample sample, String problem) {
        @Override
        public String toString() {
            return problem + "\n" + sample.text();
        }
    }

    public Campaign(Subject subject) {
        this.subject = subject;
    }

    /// Compares on so many programs; the seeds count up from the first.
    public Campaign run(long firstSeed, int programs, int mostFailures) {
        for (long seed = firstSeed; compared < programs && failures.size() < mostFailures; seed++) {
            var sample = graphs.draw(seed);
            switch (Oracle.read(sample)) {
                case Reading.Unsteady u -> redrawn.merge(u.reason(), 1, Integer::sum);
                case Reading.Steady s -> compare(sample, s);
            }
        }
        return this;
    }

    private void compare(Sample sample, Reading.Steady steady) {
        compared++;
        withGradient += sample.graph().instrs().stream().anyMatch(i -> i.op() instanceof dev.dnet.compiler.ir.Grad) ? 1 : 0;
        if (problem(sample, steady).isPresent()) {
            var small = Shrinker.shrink(sample, s -> problem(s).isPresent());
            failures.add(new Failure(small, problem(small).orElse("fails only as it was drawn")));
        }
    }

    private Optional<String> problem(Sample sample) {
        return Oracle.read(sample) instanceof Reading.Steady s ? problem(sample, s) : Optional.empty();
    }

    private Optional<String> problem(Sample sample, Reading.Steady steady) {
        try {
            return steady.difference(subject.run(sample.graph(), sample.inputs()));
        } catch (Exception | LinkageError | AssertionError e) {
            return Optional.of("threw " + e);
        }
    }

    public int compared() {
        return compared;
    }

    public int withGradient() {
        return withGradient;
    }

    public Map<Reading.Reason, Integer> redrawn() {
        return redrawn;
    }

    public List<Failure> failures() {
        return failures;
    }
}
