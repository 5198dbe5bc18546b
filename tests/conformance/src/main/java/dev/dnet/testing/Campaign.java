package dev.dnet.testing;

import dev.dnet.compiler.ir.OpCatalog;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Many random programs, each read by the oracle and put to a check. A program that is not for
/// comparing is drawn again, and counted.
public final class Campaign {
    /// Begins the problem of a program that did not run to its end.
    public static final String THREW = "threw ";

    private final RandomGraphs graphs;
    private final Check check;
    private final Map<Reading.Reason, Integer> redrawn = new EnumMap<>(Reading.Reason.class);
    private final List<Failure> failures = new ArrayList<>();
    private int compared;
    private final Map<String, Integer> operations = new TreeMap<>();

    /// A program with a problem, made small.
    public record Failure(Sample sample, String problem) {
        @Override
        public String toString() {
            return problem + "\n" + sample.text();
        }
    }

    public Campaign(Check check) {
        this(check, new RandomGraphs());
    }

    Campaign(Check check, RandomGraphs graphs) {
        this.check = check;
        this.graphs = graphs;
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
        sample.graph().instrs().stream()
                .map(i -> OpCatalog.nameOf(i.op().getClass()))
                .distinct()
                .forEach(name -> operations.merge(name, 1, Integer::sum));
        problem(sample, steady).ifPresent(problem -> failures.add(shrink(sample, problem)));
    }

    /// Small, and still wrong in the same way: a program may come to fail for another reason while
    /// it shrinks.
    private Failure shrink(Sample sample, String problem) {
        var kind = kind(problem);
        var small =
                Shrinker.shrink(
                        sample, s -> problem(s).map(Campaign::kind).equals(Optional.of(kind)));
        return new Failure(small, problem(small).orElse(problem));
    }

    /// What a problem has in common with those of smaller programs.
    public static String kind(String problem) {
        return problem.startsWith(THREW)
                ? problem.lines().findFirst().orElse("").replaceAll("[0-9]+", "n")
                : "differs";
    }

    private Optional<String> problem(Sample sample) {
        return Oracle.read(sample) instanceof Reading.Steady s
                ? problem(sample, s)
                : Optional.empty();
    }

    private Optional<String> problem(Sample sample, Reading.Steady steady) {
        try {
            return check.problem(sample, steady);
        } catch (Exception | LinkageError | AssertionError e) {
            return Optional.of(THREW + e);
        }
    }

    public int compared() {
        return compared;
    }

    /// In how many of the programs each operation occurs.
    public Map<String, Integer> operations() {
        return operations;
    }

    public Map<Reading.Reason, Integer> redrawn() {
        return redrawn;
    }

    public List<Failure> failures() {
        return failures;
    }
}
