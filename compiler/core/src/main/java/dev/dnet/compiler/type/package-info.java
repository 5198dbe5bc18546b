/// Sizes, shapes and tensor types: the facts that the compiler proves.
@NullMarked
package dev.dnet.compiler.type;

import org.jspecify.annotations.NullMarked;
