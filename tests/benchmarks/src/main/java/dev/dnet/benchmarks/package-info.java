/// JMH benchmarks, with the peers side by side.
@NullMarked
package dev.dnet.benchmarks;

import org.jspecify.annotations.NullMarked;
