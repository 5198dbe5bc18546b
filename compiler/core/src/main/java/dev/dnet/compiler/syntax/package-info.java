/// From text to the syntax tree: ANTLR stays behind this package.
@NullMarked
package dev.dnet.compiler.syntax;

import org.jspecify.annotations.NullMarked;
