/// What an operator computes, said once for every target: a nest of loops around a scalar body.
/// Operators describe themselves in it, fusion substitutes one nest into another, and code
/// generators print it.
@NullMarked
package dev.dnet.compiler.nest;

import org.jspecify.annotations.NullMarked;
