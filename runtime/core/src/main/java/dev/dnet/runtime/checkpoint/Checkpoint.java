package dev.dnet.runtime.checkpoint;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.safetensors.SafetensorsFile;
import dev.dnet.runtime.safetensors.SafetensorsWriter;
import dev.dnet.runtime.safetensors.StoredTensor;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Every variable of a program by its path (`net.c1.w`, `adam/m/net.c1.w`) and where the run stood.
public record Checkpoint(Path path, SequencedMap<String, Tensor> tensors, Progress progress) {
    /// Writes the variables as they are now, whole or not at all.
    public static void save(Path path, SequencedMap<String, Tensor> variables, Progress progress) {
        SafetensorsWriter.write(path, variables, progress.toMetadata());
    }

    /// Reads a checkpoint; the tensors are copies.
    public static Checkpoint load(Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            Progress progress = Progress.ofMetadata(path.toString(), file.metadata());
            SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
            for (StoredTensor stored : file.tensors()) {
                tensors.put(stored.name(), file.load(stored));
            }
            return new Checkpoint(path, tensors, progress);
        } catch (DnetException e) {
            throw asCheckpoint(e);
        }
    }

    /// Puts the numbers into the variables of the same program, to train on. Anything missing, left
    /// over or of another shape is an error, and so is another fingerprint.
    public void restore(String fingerprint, SequencedMap<String, Tensor> variables) {
        Differences differences = Differences.between(tensors, variables);
        if (!differences.none()) {
            throw differences.error(path, true);
        }
        if (!progress.fingerprint().equals(fingerprint)) {
            throw otherProgram(fingerprint);
        }
        copyInto(variables);
    }

    /// Puts the numbers into variables that may be fewer, to evaluate or predict: the checkpoint of
    /// a training run holds slots that a model has not.
    public void restoreWeights(SequencedMap<String, Tensor> variables) {
        Differences differences = Differences.between(tensors, variables);
        if (!differences.noneButExtra()) {
            throw differences.error(path, false);
        }
        copyInto(variables);
    }

    private void copyInto(SequencedMap<String, Tensor> variables) {
        variables.forEach((name, variable) -> {
            Tensor saved = tensors.get(name);
            if (saved == null) {
                throw new IllegalStateException(name);
            }
            variable.copyFrom(saved);
        });
    }

    private DnetException otherProgram(String fingerprint) {
        return new DnetException(
                "checkpoint/other-program",
                "%s was written by program %s with fingerprint %s"
                        .formatted(path, progress.program(), progress.fingerprint()),
                "fingerprint %s, that of this program".formatted(fingerprint),
                "the program was changed since; train anew, or check out the source of that run");
    }

    private static DnetException asCheckpoint(DnetException e) {
        return switch (e.code()) {
            case "safetensors/missing-file" ->
                    new DnetException(
                            "checkpoint/missing-file", e.found(), "a checkpoint", e.help(), e);
            case "safetensors/truncated" ->
                    new DnetException(
                            "checkpoint/truncated",
                            e.found(),
                            e.expected(),
                            "use another checkpoint of the run, or copy it again",
                            e);
            default -> e;
        };
    }
}
