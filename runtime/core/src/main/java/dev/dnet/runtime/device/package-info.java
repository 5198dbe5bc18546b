/// Devices that programs run on, and how a generated class finds the code that runs it there.
@NullMarked
package dev.dnet.runtime.device;

import org.jspecify.annotations.NullMarked;
