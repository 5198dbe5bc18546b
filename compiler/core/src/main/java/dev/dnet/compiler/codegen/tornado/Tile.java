package dev.dnet.compiler.codegen.tornado;

import dev.dnet.compiler.type.Size;

/// What a group of threads does of a matrix product at a time: each thread a few rows of the tile
/// times a few columns, `depth` terms of each sum in one turn. All numbers are powers of two.
///
/// @param down threads below each other
/// @param over threads beside each other
/// @param rowsEach rows of a thread, `down` apart
/// @param columnsEach columns of a thread, `over` apart
record Tile(int down, int over, int rowsEach, int columnsEach, int depth) {

    /// A tile for so many rows and columns of elements of so many bytes. It is square where both
    /// are many or not known, and narrow where there are few of one. No line is longer than there
    /// are threads.
    ///
    /// @param most rows and columns of a thread
    static Tile of(Size rows, Size columns, int bytes, Tiles tiles, int most) {
        int side = 1 << Integer.numberOfTrailingZeros(tiles.group()) / 2;
        int columnsEach = atLeast(columns, tiles.narrow(), most);
        int over = Math.clamp(atLeast(columns, columnsEach, side), tiles.narrow(), side);
        int rowsEach = Math.min(over, atLeast(rows, tiles.narrow(), most));
        int down = Math.clamp(atLeast(rows, rowsEach, side), tiles.narrow(), side);
        columnsEach = Math.min(down, columnsEach);
        while (down * over < tiles.group() && isMore(rows, down * rowsEach)) {
            down *= 2;
        }
        while (down * over < tiles.group() && isMore(columns, over * columnsEach)) {
            over *= 2;
        }
        int depth = tiles.depth();
        while ((down * rowsEach + over * columnsEach) * depth * bytes > tiles.localBytes()) {
            depth /= 2;
        }
        return new Tile(down, over, rowsEach, columnsEach, depth);
    }

    /// The power of two, up to `most`, that takes `size` in parts of `part`; `most` where that is a
    /// symbol.
    private static int atLeast(Size size, int part, int most) {
        if (!size.isConstant()) {
            return most;
        }
        long parts = Math.clamp((size.value() + part - 1) / part, 1, most);
        return parts == 1 ? 1 : 2 * Integer.highestOneBit((int) parts - 1);
    }

    private static boolean isMore(Size size, int covered) {
        return !size.isConstant() || size.value() > covered;
    }

    int threads() {
        return down * over;
    }

    int rows() {
        return down * rowsEach;
    }

    int columns() {
        return over * columnsEach;
    }

    /// How many tiles there are below each other.
    Size rowTiles(Size rows) {
        return rows.plus(rows() - 1).floorDiv(rows());
    }

    /// How many tiles there are beside each other.
    Size columnTiles(Size columns) {
        return columns.plus(columns() - 1).floorDiv(columns());
    }
}
