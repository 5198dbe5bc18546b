/// Runs generated programs on the devices of TornadoVM. This is all that stands between emitted
/// code and TornadoVM's interface.
@NullMarked
package dev.dnet.runtime.tornado;

import org.jspecify.annotations.NullMarked;
