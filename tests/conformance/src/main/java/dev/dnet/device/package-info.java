/// Emitted code for devices: run in a virtual machine of its own and held against the interpreter,
/// or compiled for NVIDIA's devices where there are none.
@NullMarked
package dev.dnet.device;

import org.jspecify.annotations.NullMarked;
