/// What holds across modules.
@NullMarked
package dev.dnet.conformance;

import org.jspecify.annotations.NullMarked;
