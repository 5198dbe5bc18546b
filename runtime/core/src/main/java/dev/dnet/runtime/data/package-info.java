/// Data sets, and the way from one to batches: readers of files, pictures drawn on the fly, splits,
/// shuffles that depend on seed and epoch alone, and a background thread that reads ahead.
@NullMarked
package dev.dnet.runtime.data;

import org.jspecify.annotations.NullMarked;
