/// The loops IR, the second and last: kernels over flat buffers, independent of any target.
@NullMarked
package dev.dnet.compiler.loops;

import org.jspecify.annotations.NullMarked;
