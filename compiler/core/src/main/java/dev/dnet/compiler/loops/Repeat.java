package dev.dnet.compiler.loops;

import dev.dnet.compiler.type.Size;

import java.util.Optional;
import java.util.OptionalInt;

/// Kernels of a program that run again and again, in turns: those from `from` up to, and without,
/// `to`. `turn` is the symbol that counts the turns, from 1; offsets of [Buffer.Place.View] may
/// name it; after the last turn it is one more. Where there is a `condition`, a buffer with a bool,
/// there are turns only as long as it holds. Repeats nest; the inner ones stand before the outer
/// ones in a program's list.
public record Repeat(String turn, Optional<Size> length, OptionalInt condition, int from, int to) {

    /// A symbol that no program can spell.
    public static String symbol(int number) {
        return "@" + number;
    }

    public static boolean isTurn(String symbol) {
        return symbol.startsWith("@");
    }

    /// The same with all kernels so many places later.
    public Repeat later(int places) {
        return new Repeat(turn, length, condition, from + places, to + places);
    }
}
