package dev.dnet.compiler.codegen.jvm.contract;

import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.type.Size;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// How large the blocks of sums in registers are, at one vector width, for a product of these
/// sizes. The choice moves work around, never bits.
record Blocking(
        int lanes, int rows, int vectors, SortedSet<Integer> heights, SortedSet<Integer> widths) {
    /// Columns and rows that one unit of work is cut at, multiples of those of every block.
    static final int STRIP = 192;

    static final int BAND = 24;

    /// Steps of k between which sums stay in registers.
    static final int CHUNK = 256;

    private static final List<Integer> HEIGHTS = List.of(1, 2, 4, 6, 8, 12);

    static Blocking of(Width width, Size rows, Size columns) {
        int lanes = width.isVector() ? width.lanes(ElementType.F32) : 1;
        int height = height(lanes, rows);
        int vectors = vectors(lanes, height);
        return new Blocking(
                lanes, height, vectors, heights(height, rows), widths(lanes, vectors, columns));
    }

    private static int height(int lanes, Size rows) {
        long m = rows.constant().orElse(0);
        return switch (lanes) {
            case 16 ->
                    m > 0 && m <= 6 ? 6 : m <= 256 && m % 12 != 0 && m % 8 == 0 && m > 0 ? 8 : 12;
            case 8 -> m > 0 && m % 6 != 0 && m % 4 == 0 ? 4 : 6;
            default -> 4;
        };
    }

    private static int vectors(int lanes, int height) {
        return switch (height) {
            case 12 -> 2;
            case 8 -> 3;
            case 6 -> lanes == 16 ? 4 : 2;
            default -> lanes == 1 ? 4 : 3;
        };
    }

    private static SortedSet<Integer> heights(int height, Size rows) {
        var all = new TreeSet<>(HEIGHTS.stream().filter(h -> h < height).toList());
        if (rows.isConstant()) {
            all.clear();
            int rest = (int) (rows.value() % height);
            if (rest > 0) {
                all.add(HEIGHTS.stream().filter(h -> h >= rest).findFirst().orElseThrow());
            }
            if (rows.value() >= height) {
                all.add(height);
            }
        } else {
            all.add(height);
        }
        return all;
    }

    private static SortedSet<Integer> widths(int lanes, int vectors, Size columns) {
        var all = new TreeSet<Integer>();
        for (int v = 1; v <= vectors; v++) {
            all.add(v);
        }
        if (columns.isConstant()) {
            all.clear();
            long inStrip = columns.value() % STRIP;
            if (columns.value() >= STRIP) {
                add(all, lanes, vectors, STRIP);
            }
            if (inStrip > 0) {
                add(all, lanes, vectors, inStrip);
            }
        }
        return all;
    }

    private static void add(SortedSet<Integer> all, int lanes, int vectors, long columns) {
        long panel = (long) lanes * vectors;
        if (columns >= panel) {
            all.add(vectors);
        }
        long rest = columns % panel;
        if (rest > 0) {
            all.add((int) ((rest + lanes - 1) / lanes));
        }
    }

    /// Rows of the packed left factor, the zero rows of its last block counted.
    Size packedRows(Size count) {
        if (!count.isConstant()) {
            return count.plus(rows - 1);
        }
        long whole = count.value() / rows * rows;
        return count.value() == whole
                ? count
                : Size.of(
                        whole
                                + heights.stream()
                                        .filter(h -> h >= count.value() - whole)
                                        .findFirst()
                                        .orElseThrow());
    }

    int panel() {
        return lanes * vectors;
    }

    /// The height of the block for `left` rows, as Java.
    String heightOf(String left) {
        var text = new StringBuilder();
        Integer next = null;
        for (int h : heights.reversed()) {
            if (next != null) {
                text.append(left).append(" > ").append(h).append(" ? ").append(next).append(" : ");
            }
            next = h;
        }
        return text.append(next).toString();
    }
}
