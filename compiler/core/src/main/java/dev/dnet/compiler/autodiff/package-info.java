/// Reverse-mode differentiation as a transformation of graphs.
@NullMarked
package dev.dnet.compiler.autodiff;

import org.jspecify.annotations.NullMarked;
