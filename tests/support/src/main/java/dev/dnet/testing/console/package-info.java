/// What a run of tests says on the console.
@NullMarked
package dev.dnet.testing.console;

import org.jspecify.annotations.NullMarked;
