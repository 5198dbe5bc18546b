/// The loss around a checkpoint or between two: where to look, and pictures of what is there. It
/// knows nothing of commands.
@NullMarked
package dev.dnet.cli.surface;

import org.jspecify.annotations.NullMarked;
