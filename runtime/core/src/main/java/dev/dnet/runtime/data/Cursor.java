package dev.dnet.runtime.data;

/// A place in the endless row of epochs.
///
/// @param epoch epochs finished
/// @param index examples of the next one already used
public record Cursor(long epoch, int index) {
    /// Before the first example.
    public static final Cursor START = new Cursor(0, 0);
}
