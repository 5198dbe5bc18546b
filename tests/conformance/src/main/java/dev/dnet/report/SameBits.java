package dev.dnet.report;

import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.checkpoint.Checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What differs between the checkpoints of two runs that should be the same: parameters, states,
/// slots of the optimiser, and where the run stands.
///
/// @param tensors how many were compared
/// @param differences the names of what differs
public record SameBits(int tensors, List<String> differences) {

    /// Compares all that the files hold.
    public static SameBits of(Path one, Path other) {
        var a = Checkpoint.load(one);
        var b = Checkpoint.load(other);
        var differences = new ArrayList<String>();
        a.tensors()
                .forEach((name, tensor) -> {
                    var same = b.tensors().get(name);
                    if (same == null || !sameBits(tensor, same)) {
                        differences.add(name);
                    }
                });
        b.tensors().keySet().stream()
                .filter(name -> !a.tensors().containsKey(name))
                .forEach(differences::add);
        if (!a.progress().equals(b.progress())) {
            differences.add("progress: %s and %s".formatted(a.progress(), b.progress()));
        }
        return new SameBits(a.tensors().size(), List.copyOf(differences));
    }

    private static boolean sameBits(Tensor a, Tensor b) {
        return a.sameType(b) && a.segment().mismatch(b.segment()) == -1;
    }
}
