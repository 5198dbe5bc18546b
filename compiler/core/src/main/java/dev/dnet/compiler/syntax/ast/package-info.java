/// The syntax tree: records as the programmer wrote them, nothing resolved, each with its span.
@NullMarked
package dev.dnet.compiler.syntax.ast;

import org.jspecify.annotations.NullMarked;
