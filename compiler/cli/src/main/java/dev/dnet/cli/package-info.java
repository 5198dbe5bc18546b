/// The command line, `dnetc`.
@NullMarked
package dev.dnet.cli;

import org.jspecify.annotations.NullMarked;
