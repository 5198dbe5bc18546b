package dev.dnet.families;

import java.util.List;

/// A row of the table of systems that the language can say: its program stands in
/// `examples/families`, and its claims are what that program reached. Found by `@AutoService`.
public interface Family {

    /// The name of the row, such as `E1`.
    String row();

    /// Whether it takes longer than a test may; then the table alone measures it.
    default boolean isLong() {
        return false;
    }

    /// Runs the program. The same figures come out always.
    List<Claim> measure() throws Exception;

    /// Further claims of a row that is not long, which take longer than a test may: the table alone
    /// measures them.
    default List<Claim> measureAtLength() throws Exception {
        return List.of();
    }
}
