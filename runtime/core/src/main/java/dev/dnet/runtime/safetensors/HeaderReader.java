package dev.dnet.runtime.safetensors;

import dev.dnet.runtime.DnetException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/// Reads exactly the JSON that a header may be, and refuses the rest by position.
final class HeaderReader {
    private final String file;
    private final JsonText json;
    private final SequencedMap<String, String> metadata = new LinkedHashMap<>();
    private final List<StoredTensor> tensors = new ArrayList<>();

    private HeaderReader(String file, String text) {
        this.file = file;
        json = new JsonText(file, text);
    }

    static Header read(String file, String text) {
        HeaderReader reader = new HeaderReader(file, text);
        reader.readAll();
        return new Header(reader.metadata, List.copyOf(reader.tensors));
    }

    private void readAll() {
        Set<String> names = new LinkedHashSet<>();
        json.object(name -> {
            if (!names.add(name)) {
                throw json.wrong("the name '" + name + "' a second time", "each name once");
            }
            readEntry(name);
        });
        json.end();
    }

    private void readEntry(String name) {
        if (name.equals("__metadata__")) {
            json.object(key -> metadata.put(key, json.string()));
        } else {
            tensors.add(readTensor(name));
        }
    }

    private StoredTensor readTensor(String name) {
        Fields fields = new Fields(name);
        json.object(fields::read);
        return fields.tensor();
    }

    /// The three fields of a tensor, in any order.
    private final class Fields {
        private final String name;
        private String dtype = "";
        private List<Long> shape = List.of();
        private List<Long> offsets = List.of();
        private final Set<String> seen = new LinkedHashSet<>();

        Fields(String name) {
            this.name = name;
        }

        void read(String key) {
            switch (key) {
                case "dtype" -> dtype = json.string();
                case "shape" -> shape = json.integers();
                case "data_offsets" -> offsets = json.integers();
                default -> throw json.wrong("'" + key + "'", "dtype, shape or data_offsets");
            }
            if (!seen.add(key)) {
                throw json.wrong("'" + key + "' a second time", "each field once");
            }
        }

        StoredTensor tensor() {
            if (seen.size() != 3 || offsets.size() != 2) {
                throw json.wrong(
                        "tensor '" + name + "' with " + seen,
                        "dtype, shape and data_offsets with a begin and an end");
            }
            return new StoredTensor(name, type(), shape, offsets.get(0), offsets.get(1));
        }

        private StoredType type() {
            return StoredType.named(dtype).orElseThrow(this::unknownType);
        }

        private DnetException unknownType() {
            return new DnetException(
                    "safetensors/dtype",
                    "%s: tensor '%s' has elements of type '%s'".formatted(file, name, dtype),
                    "one of " + List.of(StoredType.values()),
                    "convert the file to F32 where it was made");
        }
    }
}
