package dev.dnet.runtime.train;

import java.util.concurrent.atomic.AtomicBoolean;

/// Asks a run to save and return after the step that it is in; may be raised from any thread.
public final class StopFlag {
    private final AtomicBoolean raised = new AtomicBoolean();

    /// Asks.
    public void raise() {
        raised.set(true);
    }

    /// Whether somebody asked.
    public boolean isRaised() {
        return raised.get();
    }
}
