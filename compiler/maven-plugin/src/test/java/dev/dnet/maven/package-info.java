@NullMarked
package dev.dnet.maven;

import org.jspecify.annotations.NullMarked;
