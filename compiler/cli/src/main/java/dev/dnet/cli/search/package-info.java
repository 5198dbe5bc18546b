/// Where a search for good settings looks next; it knows nothing of programs.
@NullMarked
package dev.dnet.cli.search;

import org.jspecify.annotations.NullMarked;
