/// The compiler: source flows down through it once, never back up; every stage is a value that can
/// be printed.
@NullMarked
package dev.dnet.compiler;

import org.jspecify.annotations.NullMarked;
