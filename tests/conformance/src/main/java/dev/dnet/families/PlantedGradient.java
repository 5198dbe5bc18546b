package dev.dnet.families;

import com.google.auto.service.AutoService;

import java.util.List;

/// A7: `dnetc gradcheck` passes a network, and names the parameters in front of an activation whose
/// gradient is wrong, not those behind it.
@AutoService(Family.class)
public final class PlantedGradient implements Family {
    private static final String FILE = Command.program("planted");

    @Override
    public String row() {
        return "A7";
    }

    @Override
    public List<Claim> measure() {
        var right = Command.run("gradcheck", FILE, "--train", "Right");
        var wrong = Command.run("gradcheck", FILE, "--train", "Wrong");
        var said = wrong.out().lines().toList().getLast();
        return List.of(
                Claim.equal("right network, exit code", right.code(), 0),
                Claim.equal("wrong network, exit code", wrong.code(), 1),
                new Claim(
                        "where it is wrong, asked in front of the activation alone",
                        said,
                        said.endsWith(": wrong in net.before.w, net.before.b")));
    }
}
