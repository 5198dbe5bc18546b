@NullMarked
package dev.dnet.compiler.elaborate;

import org.jspecify.annotations.NullMarked;
