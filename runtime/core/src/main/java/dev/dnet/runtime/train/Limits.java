package dev.dnet.runtime.train;

import java.time.Duration;

/// When a run ends: at whichever comes first.
///
/// @param epochs epochs in all, those before a resumption counted
/// @param steps steps in all, those before a resumption counted
/// @param time time of this run
public record Limits(long epochs, long steps, Duration time) {
    private static final Duration ALWAYS = Duration.ofDays(36_500);

    /// No limit but the number of epochs.
    public static Limits epochs(long epochs) {
        return new Limits(epochs, Long.MAX_VALUE, ALWAYS);
    }

    /// No limit but the number of steps.
    public static Limits steps(long steps) {
        return new Limits(Long.MAX_VALUE, steps, ALWAYS);
    }

    /// The same with a limit on the time.
    public Limits within(Duration limit) {
        return new Limits(epochs, steps, limit);
    }
}
