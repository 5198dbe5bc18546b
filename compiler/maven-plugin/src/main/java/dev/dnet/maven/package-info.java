/// The Maven plugin: finds what changed, forks the compiler, turns its diagnostics into Maven's.
@NullMarked
package dev.dnet.maven;

import org.jspecify.annotations.NullMarked;
