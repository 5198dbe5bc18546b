package dev.dnet.families;

import com.google.auto.service.AutoService;

import dev.dnet.report.TemporaryFolder;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/// A9: a search by each method finds a better learning rate than the worst of the grid, and the
/// same one again.
@AutoService(Family.class)
public final class Searches implements Family {

    @Override
    public String row() {
        return "A9";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public List<Claim> measure() throws Exception {
        var grid = search("grid");
        var bayes = search("bayes");
        double worst = accuracy(grid.getLast());
        var claims = new ArrayList<Claim>();
        claims.add(found("grid", grid, worst));
        claims.add(found("bayes", bayes, worst));
        claims.add(found("random", search("random"), worst));
        claims.add(found("population", search("population"), worst));
        claims.add(
                new Claim(
                        "bayes once more",
                        "the same trials",
                        bayes.toString().equals(search("bayes").toString())));
        return claims;
    }

    private static Claim found(String method, List<JsonNode> trials, double worst) {
        return Claim.above(
                method + ", accuracy of the best, over that of the worst of the grid",
                accuracy(trials.getFirst()),
                worst + 0.05);
    }

    private static double accuracy(JsonNode trial) {
        return trial.required("validation").required("accuracy").asDouble();
    }

    /// The trials, the best first, without where their checkpoints are.
    private static List<JsonNode> search(String method) throws Exception {
        try (var folder = TemporaryFolder.make()) {
            var said =
                    Command.json(
                            "search",
                            Command.program("reports"),
                            "--over",
                            "lr=1e-3..10:log",
                            "--method",
                            method,
                            "--trials",
                            "4",
                            "--epochs",
                            "2",
                            "--out",
                            folder.path().toString(),
                            "--json");
            var trials = new ArrayList<JsonNode>();
            for (var trial : said.required("trials")) {
                ((ObjectNode) trial).remove("checkpoint");
                trials.add(trial);
            }
            return trials;
        }
    }
}
