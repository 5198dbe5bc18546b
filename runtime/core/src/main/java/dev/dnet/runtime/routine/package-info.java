/// Kernels that are not loops over independent elements: random draws, running sums, sorting,
/// factorisations, checks.
///
/// Every routine is a class with one static method for each element type of its result, named after
/// it, and called as `(pool, out, outOffset, operand, operandOffset, …, texts…, sizes…)`: the
/// thread pool; the result and each operand as a memory segment and a byte offset; what a check
/// says when it ends the call, with places in the source; then whole numbers.
@NullMarked
package dev.dnet.runtime.routine;

import org.jspecify.annotations.NullMarked;
