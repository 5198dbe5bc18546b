package dev.dnet.runtime.device;

import dev.dnet.runtime.DnetException;

import java.util.Locale;
import java.util.OptionalInt;

/// Where a program runs: `cpu`, the threads of this virtual machine; `gpu` or `fpga`, the first
/// device of that kind; or one by the backend of TornadoVM and its number there, such as
/// `opencl:0`.
///
/// @param family what stands before the colon
/// @param number what stands behind it
public record Device(String family, OptionalInt number) {
    private static final Device CPU = new Device("cpu", OptionalInt.empty());
    private static final Device GPU = new Device("gpu", OptionalInt.empty());
    private static final Device FPGA = new Device("fpga", OptionalInt.empty());

    /// The threads of this virtual machine, with its vectors.
    public static Device cpu() {
        return CPU;
    }

    /// The first GPU.
    public static Device gpu() {
        return GPU;
    }

    /// The first FPGA.
    public static Device fpga() {
        return FPGA;
    }

    /// By its name.
    public static Device of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "cpu" -> CPU;
            case "gpu" -> GPU;
            case "fpga" -> FPGA;
            case String text when text.matches("(opencl|cuda|ptx|spirv|metal):\\d{1,4}") -> {
                int colon = text.indexOf(':');
                yield new Device(
                        text.substring(0, colon),
                        OptionalInt.of(Integer.parseInt(text.substring(colon + 1))));
            }
            default ->
                    throw new DnetException(
                            "device/name",
                            "'%s' names no device".formatted(name),
                            "cpu, gpu, fpga, or a backend and a number: opencl:0, cuda:0, ptx:0,"
                                    + " spirv:0, metal:0",
                            "`dnetc doctor` lists the devices of this machine");
        };
    }

    /// Whether it is this virtual machine.
    public boolean isCpu() {
        return equals(CPU);
    }

    @Override
    public String toString() {
        return number.isPresent() ? family + ":" + number.getAsInt() : family;
    }
}
