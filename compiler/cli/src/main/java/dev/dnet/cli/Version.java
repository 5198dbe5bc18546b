package dev.dnet.cli;

import picocli.CommandLine.IVersionProvider;

import java.util.Optional;

/// What `--version` says.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        var version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion());
        return new String[] {
            "dnetc " + version.orElse("from the sources"), "Java " + Runtime.version()
        };
    }
}
