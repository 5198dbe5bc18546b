@NullMarked
package dev.dnet.testing;

import org.jspecify.annotations.NullMarked;
