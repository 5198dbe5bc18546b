/// Contractions (matrix products, convolutions and their backward forms) as Java.
@NullMarked
package dev.dnet.compiler.codegen.jvm.contract;

import org.jspecify.annotations.NullMarked;
