/// The primitives, one file each.
@NullMarked
package dev.dnet.compiler.ops;

import org.jspecify.annotations.NullMarked;
