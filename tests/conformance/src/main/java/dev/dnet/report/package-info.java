/// The tables of `tests/report`: figures reached, beside the figures asked.
@NullMarked
package dev.dnet.report;

import org.jspecify.annotations.NullMarked;
