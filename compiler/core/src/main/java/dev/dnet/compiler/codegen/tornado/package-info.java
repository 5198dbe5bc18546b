/// Emits kernels for devices, as Java that TornadoVM compiles: the same loops, on the same
/// parameters and results, with a thread of the device for each point.
@NullMarked
package dev.dnet.compiler.codegen.tornado;

import org.jspecify.annotations.NullMarked;
