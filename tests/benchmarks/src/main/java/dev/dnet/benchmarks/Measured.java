package dev.dnet.benchmarks;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.util.Arrays;
import java.util.Map;

/// What was measured of one benchmark with one choice of parameters, in calls per second: the best
/// and the median of its iterations. On a machine that others use too, the best one is nearest to
/// what the code can do.
record Measured(double best, double median) {
    private static final String[] JVM = {
        "--add-modules=jdk.incubator.vector",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:+UseParallelGC",
        "-Xms1g",
        "-Xmx1g"
    };

    /// From the nanoseconds of each call.
    static Measured of(long[] nanos) {
        var sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Measured(1e9 / sorted[0], 1e9 / sorted[sorted.length / 2]);
    }

    /// Has JMH run it in a virtual machine of its own.
    static Measured of(Class<?> benchmark, Map<String, String> parameters) throws RunnerException {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include("^" + benchmark.getName().replace(".", "\\.") + "\\.")
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .jvmArgs(JVM);
        parameters.forEach(options::param);
        return of(new Runner(options.build()).runSingle());
    }

    private static Measured of(RunResult result) {
        var scores =
                result.getBenchmarkResults().stream()
                        .flatMap(b -> b.getIterationResults().stream())
                        .mapToDouble(i -> i.getPrimaryResult().getScore())
                        .sorted()
                        .toArray();
        return new Measured(scores[scores.length - 1], scores[scores.length / 2]);
    }
}
