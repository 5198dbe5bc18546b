package dev.dnet.compiler.ops;

import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.op.Attribute;
import dev.dnet.compiler.type.Size;

import java.util.List;

/// Reads what is added before and after axes, as calls write it.
final class Padding {
    private Padding() {}

    /// `1`, `[1, 2]` or `[[1, 2], [0, 3]]`: a pair for each entry.
    static List<List<Size>> pairs(Attribute given, String code) {
        return given instanceof Attribute.Many(List<Attribute> entries)
                ? entries.stream().map(e -> pair(e, code)).toList()
                : List.of(pair(given, code));
    }

    private static List<Size> pair(Attribute entry, String code) {
        if (entry instanceof Attribute.Many(List<Attribute> both)
                && both.size() == 2
                && both.get(0) instanceof Attribute.SizeValue(Size before)
                && both.get(1) instanceof Attribute.SizeValue(Size after)) {
            return List.of(before, after);
        }
        if (entry instanceof Attribute.SizeValue(Size same)) {
            return List.of(same, same);
        }
        throw new OpError(
                code,
                "an entry of the padding is " + entry,
                "write a size for both sides, or [before, after]");
    }
}
