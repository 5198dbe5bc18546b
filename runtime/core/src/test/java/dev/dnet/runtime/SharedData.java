package dev.dnet.runtime;

import org.junit.jupiter.api.Assumptions;

import java.nio.file.Files;
import java.nio.file.Path;

/// Real data files, which stand in `shared/data` beside the repository where they are there at all.
public final class SharedData {
    private SharedData() {}

    /// The file or folder `name`; the test is skipped, and says so, where it is not there.
    public static Path require(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path found = at.resolve("shared").resolve("data").resolve(name);
            if (Files.exists(found)) {
                return found;
            }
        }
        String reason = "shared/data/" + name + " is not beside the repository";
        Assumptions.abort(reason);
        throw new IllegalStateException(reason);
    }
}
