/// How a kernel is written as Java: names, index expressions, scalar functions, sweeps.
@NullMarked
package dev.dnet.compiler.codegen.jvm.kernel;

import org.jspecify.annotations.NullMarked;
