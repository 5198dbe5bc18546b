/// Whole trainings, from a `.dnet` text to a network that has learned.
@NullMarked
package dev.dnet.training;

import org.jspecify.annotations.NullMarked;
