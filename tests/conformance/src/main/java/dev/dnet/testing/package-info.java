/// Random typed programs: drawn from a seed, run by an oracle and by what is tested, compared, and
/// shrunk where they differ.
@NullMarked
package dev.dnet.testing;

import org.jspecify.annotations.NullMarked;
