/// Emits kernels for devices, as Java that TornadoVM compiles: the same loops, on the same
/// parameters and results. A point of a kernel has a thread, or a group of them, and products of
/// matrices have groups for tiles: [dev.dnet.compiler.codegen.tornado.Forms] says when.
@NullMarked
package dev.dnet.compiler.codegen.tornado;

import org.jspecify.annotations.NullMarked;
