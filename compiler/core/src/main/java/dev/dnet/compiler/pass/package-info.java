/// The passes: functions from graph to graph, one file each, in one visible order ([Pipeline]).
@NullMarked
package dev.dnet.compiler.pass;

import org.jspecify.annotations.NullMarked;
