/// The training loop: what a generated program must offer, how long it runs, what it keeps.
@NullMarked
package dev.dnet.runtime.train;

import org.jspecify.annotations.NullMarked;
