package dev.dnet.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/// The scratch memory of one session, kept between calls.
///
/// It only grows. What it holds after `enter` is undefined: whatever must outlive a call lies in
/// tensors. A session is entered by one thread at a time; a second one gets `session/busy` instead
/// of wrong numbers.
public final class Workspace implements AutoCloseable {
    private static final MemorySegment EMPTY = MemorySegment.NULL;

    private final AtomicBoolean entered = new AtomicBoolean();
    private Arena arena = Arena.ofShared();
    private MemorySegment memory = EMPTY;

    /// Claims the memory until `exit`, and makes it at least `bytes` long, aligned to 64.
    public MemorySegment enter(long bytes) {
        if (!entered.compareAndSet(false, true)) {
            throw busy();
        }
        if (bytes > memory.byteSize()) {
            growOrExit(bytes);
        }
        return memory;
    }

    /// Gives the memory back to the next call.
    public void exit() {
        entered.set(false);
    }

    /// Bytes held at present.
    public long bytes() {
        return memory.byteSize();
    }

    /// Frees the memory; the next `enter` would take new memory.
    @Override
    public void close() {
        if (!entered.compareAndSet(false, true)) {
            throw busy();
        }
        release();
        entered.set(false);
    }

    private void growOrExit(long bytes) {
        boolean grown = false;
        try {
            release();
            memory = arena.allocate(bytes, Tensor.ALIGNMENT);
            grown = true;
        } catch (OutOfMemoryError e) {
            throw new DnetException(
                    "session/out-of-memory",
                    "%,d bytes of scratch memory could not be had".formatted(bytes),
                    "that much memory outside the Java heap",
                    "use a smaller batch, or raise -XX:MaxDirectMemorySize or the machine's limit",
                    e);
        } finally {
            if (!grown) {
                entered.set(false);
            }
        }
    }

    private void release() {
        arena.close();
        memory = EMPTY;
        arena = Arena.ofShared();
    }

    private static DnetException busy() {
        return new DnetException(
                "session/busy",
                "this session was entered while another call was still running in it",
                "one call at a time in a session",
                "open one session for each thread; they share the model");
    }
}
