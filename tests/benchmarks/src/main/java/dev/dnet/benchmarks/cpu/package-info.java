/// The table of `tests/report cpu`: what users do on a CPU, here and with other engines.
@NullMarked
package dev.dnet.benchmarks.cpu;

import org.jspecify.annotations.NullMarked;
