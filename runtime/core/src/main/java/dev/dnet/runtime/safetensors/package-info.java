/// The safetensors format (https://github.com/huggingface/safetensors): tensors by name behind a
/// JSON header. Read by mapping, written as a whole or not at all.
@NullMarked
package dev.dnet.runtime.safetensors;

import org.jspecify.annotations.NullMarked;
