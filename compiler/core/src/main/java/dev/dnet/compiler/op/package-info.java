/// The kinds of operator, and what an operator says of itself to the language, to the tests and to
/// the documentation.
@NullMarked
package dev.dnet.compiler.op;

import org.jspecify.annotations.NullMarked;
