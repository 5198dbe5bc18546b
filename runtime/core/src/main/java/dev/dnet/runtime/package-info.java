/// What generated code needs and cannot be generated. Knows nothing of the compiler.
@NullMarked
package dev.dnet.runtime;

import org.jspecify.annotations.NullMarked;
