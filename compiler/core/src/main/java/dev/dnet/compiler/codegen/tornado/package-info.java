/// Emits kernels for devices, as Java that TornadoVM compiles: the same loops, on the same
/// parameters and results. [dev.dnet.compiler.codegen.tornado.DeviceKind] says what form kernels
/// have: threads and groups of them ([dev.dnet.compiler.codegen.tornado.GroupForms]), or parallel
/// loops ([dev.dnet.compiler.codegen.tornado.LoopForms]).
@NullMarked
package dev.dnet.compiler.codegen.tornado;

import org.jspecify.annotations.NullMarked;
