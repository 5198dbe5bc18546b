/// A training run at rest: every variable of a program and where the run stood, in one safetensors
/// file.
@NullMarked
package dev.dnet.runtime.checkpoint;

import org.jspecify.annotations.NullMarked;
