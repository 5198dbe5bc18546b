/// Source text and places in it.
@NullMarked
package dev.dnet.compiler.source;

import org.jspecify.annotations.NullMarked;
