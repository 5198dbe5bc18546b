package dev.dnet.device;

import static java.util.Objects.requireNonNull;

import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Interpreter;
import dev.dnet.compiler.ir.NdArray;
import dev.dnet.testing.AfterPasses;
import dev.dnet.testing.Campaign;
import dev.dnet.testing.Oracle;
import dev.dnet.testing.Reading;
import dev.dnet.testing.Sample;
import dev.dnet.testing.Shrinker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Random programs on a device, those that emitted Java is tried on, judged as that is.
final class DeviceRandom {
    /// A machine is started for each.
    private static final int SHRINKING_RUNS = 100;

    private final DeviceVm machine;
    private final Campaign campaign;
    private final List<Drawn> drawn = new ArrayList<>();
    private int shrinkingRuns;

    private record Drawn(Sample sample, Reading.Steady steady) {}

    DeviceRandom(DeviceVm machine) {
        this.machine = machine;
        this.campaign =
                new Campaign((sample, steady) -> {
                    drawn.add(new Drawn(sample, steady));
                    return Optional.empty();
                });
    }

    /// What was drawn.
    Campaign campaign() {
        return campaign;
    }

    /// Runs so many programs; the seeds count up from the first. No more failures than `most` are
    /// made small.
    List<Campaign.Failure> failures(long firstSeed, int programs, int most)
            throws IOException, InterruptedException {
        campaign.run(firstSeed, programs, 1);
        var problems = problems(drawn);
        var failures = new ArrayList<Campaign.Failure>();
        for (int k = 0; k < drawn.size(); k++) {
            var sample = drawn.get(k).sample;
            var problem = problems.get(k);
            if (problem.isPresent()) {
                var small = failures.size() < most ? shrink(sample, problem.get()) : sample;
                failures.add(new Campaign.Failure(small, problem.get()));
            }
        }
        return failures;
    }

    /// What is wrong with each.
    private List<Optional<String>> problems(List<Drawn> some)
            throws IOException, InterruptedException {
        var cases = new DeviceCases();
        some.forEach(d -> add(cases, d.sample));
        var ran = DeviceRuns.run(machine, cases.all());
        var problems = new ArrayList<Optional<String>>();
        for (int k = 0; k < some.size(); k++) {
            var error = ran.get(k).error();
            problems.add(
                    error.isEmpty()
                            ? some.get(k).steady.difference(cases.all().get(k).outcome(ran.get(k)))
                            : Optional.of(Campaign.THREW + error));
        }
        return problems;
    }

    private static void add(DeviceCases cases, Sample sample) {
        var sizes = Interpreter.bind(sample.graph(), input -> given(sample, input), Map.of());
        cases.add(
                "random" + sample.seed(),
                AfterPasses.optimised(sample.graph()),
                sample.inputs(),
                sizes);
    }

    private static NdArray given(Sample sample, Input input) {
        return requireNonNull(sample.inputs().get(input.path()), input.path());
    }

    private Sample shrink(Sample sample, String problem) {
        shrinkingRuns = 0;
        return Shrinker.shrink(
                sample,
                s -> problem(s).map(Campaign::kind).equals(Optional.of(Campaign.kind(problem))));
    }

    private Optional<String> problem(Sample sample) {
        if (!(Oracle.read(sample) instanceof Reading.Steady steady)
                || shrinkingRuns++ >= SHRINKING_RUNS) {
            return Optional.empty();
        }
        try {
            return problems(List.of(new Drawn(sample, steady))).getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
