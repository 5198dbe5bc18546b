/// From graph to kernels: which values get memory, which are computed where they are used, which
/// kernels share their loops, and where everything lies.
@NullMarked
package dev.dnet.compiler.fusion;

import org.jspecify.annotations.NullMarked;
