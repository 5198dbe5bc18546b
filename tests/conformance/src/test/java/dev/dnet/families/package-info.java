/// Each row of the table of systems holds.
@NullMarked
package dev.dnet.families;

import org.jspecify.annotations.NullMarked;
