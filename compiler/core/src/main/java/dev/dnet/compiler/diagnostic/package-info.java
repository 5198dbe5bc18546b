/// What the compiler tells its users: named errors with places, reasons and help.
@NullMarked
package dev.dnet.compiler.diagnostic;

import org.jspecify.annotations.NullMarked;
