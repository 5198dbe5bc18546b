/// Pages made of what `///` says: `dnetc doc`.
@NullMarked
package dev.dnet.cli.doc;

import org.jspecify.annotations.NullMarked;
