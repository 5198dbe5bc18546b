/// Target `jvm`: plain Java with the Vector API, and plain loops with the same bits where it is
/// absent.
@NullMarked
package dev.dnet.compiler.codegen.jvm;

import org.jspecify.annotations.NullMarked;
