package dev.dnet.testing.console;

import com.google.auto.service.AutoService;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/// Says at the end of a run which tests did not run, and why: a count alone hides that a data set
/// is missing.
@AutoService(TestExecutionListener.class)
public final class SkippedReasons implements TestExecutionListener {
    private record Skip(String test, String reason) {}

    private final Queue<Skip> skips = new ConcurrentLinkedQueue<>();

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        skips.add(new Skip(name(test), reason));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == Status.ABORTED) {
            String reason = result.getThrowable().map(Throwable::getMessage).orElse("no reason");
            skips.add(new Skip(name(test), reason.replaceFirst("^Assumption failed: ", "")));
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        byReason()
                .forEach((reason, tests) ->
                        System.out.printf(
                                "skipped %d: %s (%s)%n",
                                tests.size(), reason, String.join(", ", tests)));
    }

    private Map<String, List<String>> byReason() {
        return skips.stream()
                .sorted((a, b) -> a.test().compareTo(b.test()))
                .collect(
                        Collectors.groupingBy(
                                Skip::reason,
                                TreeMap::new,
                                Collectors.mapping(Skip::test, Collectors.toList())));
    }

    private static String name(TestIdentifier test) {
        return switch (test.getSource().orElse(null)) {
            case MethodSource m -> simple(m.getClassName()) + "." + m.getMethodName();
            case ClassSource c -> simple(c.getClassName());
            case null, default -> test.getDisplayName();
        };
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
