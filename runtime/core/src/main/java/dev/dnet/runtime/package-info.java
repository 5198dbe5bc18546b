/// What generated code needs and cannot be generated: tensors, the thread pool, random numbers,
/// float functions with fixed bits, and the checks at the entry of generated methods.
///
/// Nothing of the compiler is on the class path when this runs, and nothing but the JDK is either.
@NullMarked
package dev.dnet.runtime;

import org.jspecify.annotations.NullMarked;
