package dev.dnet.runtime.checkpoint;

import dev.dnet.runtime.DnetException;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/// Where a run stands: all that, with the variables, decides how it goes on.
///
/// @param program the name of the program
/// @param fingerprint what identifies the program and the shapes of its variables
/// @param seed the seed of the run
/// @param step steps done
/// @param epoch epochs finished
/// @param index examples of the current epoch already used
/// @param best the best validation score so far
/// @param waited validations since then, none of which was better
/// @param lossSum the sum of the losses of this epoch's steps, for its mean
/// @param lossCount how many losses are in it
public record Progress(
        String program,
        String fingerprint,
        long seed,
        long step,
        long epoch,
        long index,
        OptionalDouble best,
        long waited,
        double lossSum,
        long lossCount) {
    private static final String FORMAT = "1";

    /// The progress of a run that has not begun.
    public static Progress start(String program, String fingerprint, long seed) {
        return new Progress(program, fingerprint, seed, 0, 0, 0, OptionalDouble.empty(), 0, 0, 0);
    }

    SequencedMap<String, String> toMetadata() {
        SequencedMap<String, String> metadata = new LinkedHashMap<>();
        metadata.put("dnet.checkpoint", FORMAT);
        metadata.put("dnet.program", program);
        metadata.put("dnet.fingerprint", fingerprint);
        metadata.put("dnet.seed", Long.toString(seed));
        metadata.put("dnet.step", Long.toString(step));
        metadata.put("dnet.epoch", Long.toString(epoch));
        metadata.put("dnet.index", Long.toString(index));
        best.ifPresent(score -> metadata.put("dnet.best", Double.toString(score)));
        metadata.put("dnet.waited", Long.toString(waited));
        metadata.put("dnet.loss-sum", Double.toString(lossSum));
        metadata.put("dnet.loss-count", Long.toString(lossCount));
        return metadata;
    }

    static Progress ofMetadata(String file, Map<String, String> metadata) {
        if (!FORMAT.equals(metadata.get("dnet.checkpoint"))) {
            throw noCheckpoint(file);
        }
        try {
            return new Progress(
                    text(metadata, "dnet.program"),
                    text(metadata, "dnet.fingerprint"),
                    integer(metadata, "dnet.seed"),
                    integer(metadata, "dnet.step"),
                    integer(metadata, "dnet.epoch"),
                    integer(metadata, "dnet.index"),
                    best(metadata),
                    Long.parseLong(metadata.getOrDefault("dnet.waited", "0")),
                    Double.parseDouble(text(metadata, "dnet.loss-sum")),
                    integer(metadata, "dnet.loss-count"));
        } catch (IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    private static OptionalDouble best(Map<String, String> metadata) {
        return metadata.containsKey("dnet.best")
                ? OptionalDouble.of(Double.parseDouble(text(metadata, "dnet.best")))
                : OptionalDouble.empty();
    }

    private static long integer(Map<String, String> metadata, String key) {
        return Long.parseLong(text(metadata, key));
    }

    private static String text(Map<String, String> metadata, String key) {
        String text = metadata.get(key);
        if (text == null) {
            throw new IllegalArgumentException("there is no " + key);
        }
        return text;
    }

    private static DnetException noCheckpoint(String file) {
        return new DnetException(
                "checkpoint/format",
                file + " holds tensors, but is no checkpoint of this version of dnet",
                "the metadata dnet.checkpoint = " + FORMAT,
                "load weights made elsewhere with `load ... from`");
    }

    private static DnetException damaged(String file, IllegalArgumentException e) {
        return new DnetException(
                "checkpoint/format",
                "%s has damaged metadata: %s".formatted(file, e.getMessage()),
                "the numbers that dnet wrote there",
                "use another checkpoint of the run",
                e);
    }
}
