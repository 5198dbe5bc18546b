package dev.dnet.cli;

import dev.dnet.cli.device.Sdk;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/// `dnetc device-args`: the flags that a virtual machine needs for devices, as an argument file.
@Command(
        name = "device-args",
        mixinStandardHelpOptions = true,
        description =
                "Prints the flags with which java runs programs on devices, one to a line:"
                        + " `dnetc device-args > device.args`, then `java @device.args ...`.")
final class DeviceArgsCommand implements Callable<Integer> {
    @Mixin private Io io = new Io();

    @Override
    public Integer call() {
        Sdk.require().arguments().stream().map(Sdk::quoted).forEach(io.out()::println);
        io.out().flush();
        return 0;
    }
}
