package dev.dnet.runtime.safetensors;

import dev.dnet.runtime.DnetException;
import dev.dnet.runtime.Shapes;

import java.util.Comparator;
import java.util.List;
import java.util.SequencedMap;

/// The header of a file, after all checks.
record Header(SequencedMap<String, String> metadata, List<StoredTensor> tensors) {
    /// Checks that the tensors fill `dataBytes` bytes without hole or overlap.
    Header checked(String file, long dataBytes) {
        tensors.forEach(tensor -> checkSize(file, tensor));
        List<StoredTensor> inOrder =
                tensors.stream().sorted(Comparator.comparingLong(StoredTensor::begin)).toList();
        long end = 0;
        for (StoredTensor tensor : inOrder) {
            checkBegin(file, tensor, end);
            end = tensor.end();
        }
        checkEnd(file, end, dataBytes);
        return this;
    }

    private static void checkSize(String file, StoredTensor tensor) {
        long needed = needed(file, tensor);
        if (tensor.end() - tensor.begin() != needed) {
            throw new DnetException(
                    "safetensors/size",
                    "%s: tensor '%s' has bytes %d to %d"
                            .formatted(file, tensor.name(), tensor.begin(), tensor.end()),
                    "%d bytes for %s%s"
                            .formatted(needed, tensor.type(), Shapes.list(tensor.dimensions())),
                    "the file was written wrongly; get it again from its source");
        }
    }

    private static long needed(String file, StoredTensor tensor) {
        try {
            return Math.multiplyExact(
                    Shapes.count(tensor.dimensions()), (long) tensor.type().bytes());
        } catch (ArithmeticException e) {
            throw new DnetException(
                    "safetensors/size",
                    "%s: tensor '%s' has shape %s"
                            .formatted(file, tensor.name(), Shapes.list(tensor.dimensions())),
                    "a number of elements below 2^63",
                    "the header is damaged; get the file again from its source",
                    e);
        }
    }

    private static void checkBegin(String file, StoredTensor tensor, long end) {
        if (tensor.begin() != end) {
            String what = tensor.begin() < end ? "overlaps the one before" : "leaves a hole";
            throw new DnetException(
                    "safetensors/overlap",
                    "%s: tensor '%s' begins at %d and %s"
                            .formatted(file, tensor.name(), tensor.begin(), what),
                    "tensors one after the other; this one at " + end,
                    "the file was written wrongly; get it again from its source");
        }
    }

    private static void checkEnd(String file, long end, long dataBytes) {
        if (end > dataBytes) {
            throw new DnetException(
                    "safetensors/truncated",
                    "%s is cut off: %d bytes follow its header".formatted(file, dataBytes),
                    end + " bytes, as the header says",
                    "copy or download the file again");
        }
        if (end < dataBytes) {
            throw new DnetException(
                    "safetensors/overlap",
                    "%s has %d bytes after its last tensor".formatted(file, dataBytes - end),
                    "nothing after the last tensor",
                    "the file was written wrongly; get it again from its source");
        }
    }
}
