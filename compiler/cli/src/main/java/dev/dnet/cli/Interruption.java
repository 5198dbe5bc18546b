package dev.dnet.cli;

import dev.dnet.runtime.train.StopFlag;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets a run save itself when the user presses Ctrl-C: the JVM waits for it before it exits.
final class Interruption implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch saved = new CountDownLatch(1);
    private final Thread hook;

    Interruption(StopFlag stop) {
        hook = new Thread(() -> await(stop), "dnet-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// The run has saved and said all that it has to say.
    @Override
    public void close() {
        saved.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException exiting) {
            // The hook runs already, and ends now.
            return;
        }
    }

    private void await(StopFlag stop) {
        stop.raise();
        try {
            if (!saved.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println(
                        "the step took too long; nothing was saved after the last checkpoint");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
