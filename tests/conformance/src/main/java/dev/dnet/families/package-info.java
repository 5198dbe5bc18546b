/// What the language is there for: one class for each row of the table `tests/report families`,
/// which runs the row's program from `examples/families` and says what it reached.
@NullMarked
package dev.dnet.families;

import org.jspecify.annotations.NullMarked;
