/// A Java program that uses classes which dnet generates.
@NullMarked
package quickstart.app;

import org.jspecify.annotations.NullMarked;
