package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.report.ReportTable;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// `tests/report optimisers`: optimisers written in the language beside the same in float64, and
/// what is generated of one.
@AutoService(ReportTable.class)
public final class OptimisersReport implements ReportTable {
    @Override
    public String name() {
        return "optimisers";
    }

    @Override
    public String summary() {
        return "Adam, KFAC and L-BFGS in the language beside float64 references; passes of Adam's update";
    }

    public static List<Claim> claims() throws Exception {
        var claims = new ArrayList<Claim>();
        claims.add(Trajectories.adam(Quadratic.paths(Compiled.of("trajectories"))));
        var compiled = Compiled.of("curvature");
        claims.add(KfacPath.claim(compiled));
        claims.add(LbfgsPath.claim(compiled));
        claims.addAll(UpdatePasses.claims(compiled));
        return claims;
    }

    @Override
    public int print(PrintStream out) throws Exception {
        int fallShort = 0;
        for (var claim : claims()) {
            out.printf(
                    "%-5s %s: %s%n",
                    claim.holds() ? "holds" : "FAILS", claim.what(), claim.figure());
            fallShort += claim.holds() ? 0 : 1;
        }
        return fallShort;
    }
}
