package dev.dnet.runtime;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A fixed set of threads that share out the numbered pieces of a kernel.
///
/// A call allocates nothing. The caller takes part, and whoever is free takes the next piece, so a
/// piece must write only what is its own; then results do not depend on who ran what. A call from
/// inside a piece, or while another thread uses the pool, runs its pieces one after the other where
/// it stands, with the same result.
///
/// Idle threads spin for some microseconds, since the next kernel usually follows at once, and then
/// sleep.
public final class WorkPool implements AutoCloseable {
    /// The numbered pieces of a kernel.
    @FunctionalInterface
    public interface Task {
        void run(int piece);
    }

    /// Below this amount of work (about one per arithmetic operation) threads cost more than they
    /// give.
    public static final long WORTH_SHARING = 32_768;

    /// More threads than this are refused.
    public static final int MOST_THREADS = 1024;

    private static final Task NOTHING = piece -> {};
    private static final int SPINS = 400;

    private final List<Worker> workers = new ArrayList<>();
    private final int spins;

    /// Into how many pieces work is cut that runs backwards, or 0.
    private final int reversed;

    private final AtomicBoolean busy = new AtomicBoolean();

    /// The number of the job in the upper half, the number of pieces nobody took yet in the lower.
    /// The fields of a job change only while the lower half is 0.
    private final AtomicLong state = new AtomicLong();

    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile Task task = NOTHING;
    private volatile int pieces;
    private volatile Thread caller = Thread.currentThread();
    private volatile boolean callerSleeps;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;
    private int failedPiece;

    /// A pool of `threads` threads, the caller counted.
    public WorkPool(int threads) {
        this(threads, 0);
    }

    private WorkPool(int threads, int reversed) {
        if (threads < 1 || threads > MOST_THREADS) {
            throw badThreads(Integer.toString(threads));
        }
        this.reversed = reversed;
        spins = threads <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
        for (int i = 1; i < threads; i++) {
            var worker = new Worker(i);
            workers.add(worker);
            worker.start();
        }
    }

    /// The pool that programs share unless they are given another.
    public static WorkPool shared() {
        return Shared.POOL;
    }

    /// A pool that finds pieces which are not independent: it cuts whatever can be cut, into as
    /// many as `pieces`, and runs them on the caller, the last one first. Results are those of any
    /// other pool.
    public static WorkPool reversed(int pieces) {
        return new WorkPool(1, pieces);
    }

    /// The number of threads that `DNET_THREADS` asks for; the number of processors if it is not
    /// set.
    public static int defaultThreads() {
        String wanted = System.getenv("DNET_THREADS");
        return wanted == null || wanted.isBlank()
                ? Runtime.getRuntime().availableProcessors()
                : parseThreads(wanted.strip());
    }

    /// Into how many pieces to cut a kernel with so many independent parts and so much work: one
    /// where threads cost more than they give, else a few for each thread, so that a late one does
    /// not keep the others waiting. None, where there is nothing to do.
    public int pieces(long parts, long work) {
        long wanted =
                reversed > 0
                        ? reversed
                        : workers.isEmpty() || work < WORTH_SHARING
                                ? 1
                                : Math.min(4L * threads(), work / (WORTH_SHARING / 4));
        return (int) Math.min(parts, Math.max(1, wanted));
    }

    /// The number of threads, the caller counted.
    public int threads() {
        return workers.size() + 1;
    }

    /// The number of the thread that runs a piece, from 0 to {@link #threads()} - 1: no other one
    /// has it while they share out the same pieces.
    public int worker() {
        return Thread.currentThread() instanceof Worker worker && worker.pool() == this
                ? worker.number
                : 0;
    }

    /// Runs pieces 0 to `pieces` - 1, on all threads where `work` is worth it.
    public void parallelFor(int pieces, long work, Task task) {
        if (work < WORTH_SHARING) {
            runHere(pieces, task);
        } else {
            parallelFor(pieces, task);
        }
    }

    /// Runs pieces 0 to `pieces` - 1 and returns when all are done. If pieces throw, the exception
    /// of the one with the lowest number among them is thrown here.
    public void parallelFor(int pieces, Task task) {
        if (pieces <= 1 || workers.isEmpty() || closed || !busy.compareAndSet(false, true)) {
            runHere(pieces, task);
            return;
        }
        try {
            publish(pieces, task);
            takePieces();
            awaitOthers();
            rethrow();
        } finally {
            this.task = NOTHING;
            failure = null;
            busy.set(false);
        }
    }

    /// Ends the threads; later calls run on the caller alone.
    @Override
    public void close() {
        closed = true;
        for (Worker worker : workers) {
            LockSupport.unpark(worker);
        }
    }

    private void runHere(int pieces, Task task) {
        for (int piece = 0; piece < pieces; piece++) {
            task.run(reversed > 0 ? pieces - 1 - piece : piece);
        }
    }

    private void publish(int newPieces, Task newTask) {
        task = newTask;
        pieces = newPieces;
        caller = Thread.currentThread();
        unfinished.set(newPieces);
        long job = (state.get() >>> 32) + 1;
        state.set(job << 32 | newPieces);
        int helpers = Math.min(newPieces - 1, workers.size());
        for (int i = 0; i < helpers; i++) {
            workers.get(i).wake();
        }
    }

    private void takePieces() {
        while (true) {
            long seen = state.get();
            int left = (int) seen;
            if (left == 0) {
                return;
            }
            Task current = task;
            int piece = pieces - left;
            if (state.compareAndSet(seen, seen - 1)) {
                runPiece(current, piece);
            }
        }
    }

    private void runPiece(Task current, int piece) {
        try {
            current.run(piece);
        } catch (Throwable thrown) {
            keep(piece, thrown);
        } finally {
            if (unfinished.decrementAndGet() == 0 && callerSleeps) {
                LockSupport.unpark(caller);
            }
        }
    }

    private synchronized void keep(int piece, Throwable thrown) {
        if (failure == null || piece < failedPiece) {
            failure = thrown;
            failedPiece = piece;
        }
    }

    private void awaitOthers() {
        for (int i = 0; i < spins && unfinished.get() != 0; i++) {
            Thread.onSpinWait();
        }
        callerSleeps = true;
        while (unfinished.get() != 0) {
            LockSupport.park(this);
        }
        callerSleeps = false;
    }

    private void rethrow() {
        Throwable thrown = failure;
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown != null) {
            throw new IllegalStateException(thrown);
        }
    }

    private static int parseThreads(String text) {
        try {
            int threads = Integer.parseInt(text);
            if (threads >= 1 && threads <= MOST_THREADS) {
                return threads;
            }
        } catch (NumberFormatException e) {
            throw badThreads(text);
        }
        throw badThreads(text);
    }

    private static DnetException badThreads(String text) {
        return new DnetException(
                "threads/number",
                "the number of threads is '" + text + "'",
                "a whole number from 1 to " + MOST_THREADS,
                "set DNET_THREADS to one, or leave it unset to use every processor");
    }

    private static final class Shared {
        static final WorkPool POOL = new WorkPool(defaultThreads());
    }

    private final class Worker extends Thread {
        private final int number;
        private volatile boolean sleeps;

        Worker(int number) {
            super("dnet-" + number);
            this.number = number;
            setDaemon(true);
        }

        WorkPool pool() {
            return WorkPool.this;
        }

        void wake() {
            if (sleeps) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            while (!closed) {
                takePieces();
                spin();
                sleep();
            }
        }

        private void spin() {
            for (int i = 0; i < spins && (int) state.get() == 0; i++) {
                onSpinWait();
            }
        }

        private void sleep() {
            sleeps = true;
            while ((int) state.get() == 0 && !closed) {
                LockSupport.park(WorkPool.this);
            }
            sleeps = false;
        }
    }
}
