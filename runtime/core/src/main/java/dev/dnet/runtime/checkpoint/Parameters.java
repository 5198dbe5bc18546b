package dev.dnet.runtime.checkpoint;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.Half;
import dev.dnet.runtime.Tensor;
import dev.dnet.runtime.safetensors.SafetensorsFile;
import dev.dnet.runtime.safetensors.StoredTensor;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads the parameters of a model out of a safetensors file, be it a checkpoint or somebody else's
/// weights.
public final class Parameters {
    private Parameters() {}

    /// Fills every variable from the tensor that has its name after `prefix`; what else the file
    /// holds is left alone.
    public static void read(Path file, String prefix, SequencedMap<String, Tensor> variables) {
        try (var source = SafetensorsFile.open(file)) {
            Map<String, StoredTensor> stored =
                    source.tensors().stream()
                            .collect(Collectors.toMap(StoredTensor::name, Function.identity()));
            variables.forEach((path, tensor) ->
                    tensor.copyFrom(find(file, source, stored, prefix + path, tensor)));
        }
    }

    private static Tensor find(
            Path file,
            SafetensorsFile source,
            Map<String, StoredTensor> stored,
            String name,
            Tensor wanted) {
        var found = stored.get(name);
        if (found == null) {
            throw new DnetException(
                    "load/missing",
                    file + " has no tensor '" + name + "'",
                    "one of type " + wanted.typeName(),
                    "is it a file of this model, and is the prefix right?");
        }
        if (!Arrays.equals(found.dimensions(), wanted.shape())) {
            throw new DnetException(
                    "load/shape",
                    "'" + name + "' in " + file + " has the shape " + found.shape(),
                    wanted.typeName(),
                    "the model has to be made with the sizes that it was trained with");
        }
        return Half.as(wanted.type(), source.load(found));
    }
}
