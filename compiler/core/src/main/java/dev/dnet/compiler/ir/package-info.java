/// The graph IR: a flat, immutable list of named tensor values in single-assignment form.
@NullMarked
package dev.dnet.compiler.ir;

import org.jspecify.annotations.NullMarked;
