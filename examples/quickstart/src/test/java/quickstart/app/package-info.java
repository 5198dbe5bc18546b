@NullMarked
package quickstart.app;

import org.jspecify.annotations.NullMarked;
