/// Devices of TornadoVM on the command line: where it is, and the virtual machine that it needs.
@NullMarked
package dev.dnet.cli.device;

import org.jspecify.annotations.NullMarked;
