package dev.dnet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.cli.surface.Slice;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Files;
import java.nio.file.Path;

import javax.xml.parsers.DocumentBuilderFactory;

/// The loss of one weight is a parabola, so every value of a picture is known.
final class SurfaceCommandTest {
    private static final String PARABOLA =
            """
            package parabola

            use optim.SGD

            init one -> E[..S] = 1

            model Point() {
                param w: f32[2] ~ one
                fn (x: f32[N, 2]) -> f32[N] = for n => sum d => 0 * x[n, d] + (w[d] - 3) ** 2
            }

            train Parabola {
                let net = Point()
                data = moons(count: 8, noise: 0)
                batch (point: f32[N, 2])
                loss = mean(net(point))
                update = SGD(lr: LR)
                run { batch_size = 4; epochs = 1 }
            }
            """;

    @TempDir private Path folder = Path.of("");

    @Test
    void theLineThroughTwoCheckpoints() throws Exception {
        var near = trained("0.1");
        var far = trained("0.5");
        var picture = folder.resolve("line.svg");
        var ran =
                Ran.dnetc(
                        "surface",
                        near[0],
                        near[1],
                        far[1],
                        "--points",
                        "5",
                        "--json",
                        "--out",
                        picture.toString());
        assertEquals(0, ran.code(), ran.err());
        var slice = slice(ran);
        assertArrayEquals(
                new double[] {-0.25, 0, 0.25, 0.5, 0.75, 1, 1.25}, doubles(slice, "along"));
        // Two steps of rate r leave (1 - 2 r)^2 of the way from 1 to 3.
        for (int i = 0; i < 7; i++) {
            double weight = 3 - 2 * 0.64 + (i - 1) / 4.0 * 2 * 0.64;
            double loss = 2 * (weight - 3) * (weight - 3);
            assertEquals(loss, slice.get("values").get(0).get(i).asDouble(), 1e-5);
        }
        assertIsPicture(picture);
    }

    @Test
    void thePlaneAroundOne() throws Exception {
        var run = trained("0.5");
        var picture = folder.resolve("plane.svg");
        var ran =
                Ran.dnetc(
                        "surface",
                        run[0],
                        run[1],
                        "--points",
                        "3",
                        "--span",
                        "0.5",
                        "--json",
                        "--out",
                        picture.toString());
        assertEquals(0, ran.code(), ran.err());
        var values = slice(ran).get("values");
        // The weights are 3 and 3, as long as the square root of 18; half that far in any direction
        // the loss is a quarter of 18.
        assertEquals(0, values.get(1).get(1).asDouble(), 1e-5);
        for (var side : new int[][] {{0, 1}, {2, 1}, {1, 0}, {1, 2}}) {
            assertEquals(4.5, values.get(side[0]).get(side[1]).asDouble(), 1e-4);
        }
        assertIsPicture(picture);
        var text =
                Ran.dnetc("surface", run[0], run[1], "--points", "3", "--out", picture.toString());
        assertTrue(text.out().startsWith("train: loss from "), text.out());
    }

    @Test
    void aBarrierIsAboveTheChord() {
        var along = Slice.between(0, 5);
        var slice = new Slice(along, new double[] {0}, new double[][] {{1, 2, 4, 3, 3}});
        assertEquals(2, slice.barrier());
        assertEquals(3, slice.at(1));
    }

    /// The program's file and a checkpoint.
    private String[] trained(String rate) throws Exception {
        var file = folder.resolve("parabola.dnet");
        Files.writeString(file, PARABOLA.replace("LR", rate));
        var run = folder.resolve("run" + rate).toString();
        var ran = Ran.dnetc("train", file.toString(), "--out", run);
        assertEquals(0, ran.code(), ran.err());
        return new String[] {file.toString(), run + "/last.safetensors"};
    }

    private static JsonNode slice(Ran ran) {
        return JsonMapper.shared().readTree(ran.out()).get("slices").get("train");
    }

    private static double[] doubles(JsonNode node, String name) {
        return node.get(name).valueStream().mapToDouble(JsonNode::asDouble).toArray();
    }

    private static void assertIsPicture(Path file) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        var root = factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        assertEquals("svg", root.getTagName());
        assertTrue(root.getElementsByTagName("path").getLength() > 10);
    }
}
