package dev.dnet.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.source.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What breaks a rule is refused once, by name, and says nothing more.
class ErrorTest {

    private static String inFn(String body) {
        return """
        use nn.{Linear, relu, zeros, ones, Adam, Sgd}
        enum Mode { sum, mean }
        fn twice(x: f32[A, B]) -> f32[A, B] = x + x
        fn first(x: f32[A, B], y: f32[A]) -> f32[A] = y
        fn wide(x: f32[A, B]) -> f32[A, B + 1] = x
        fn again(n: int) = again(n + 1)
        model M {
            let lin = Linear(3, 4)
            state s: f32[3] ~ zeros
            fn (x: f32[N, 3], y: f32[3, N], k: i32[N]) {
                BODY
            }
        }
        """
                .replace("BODY", body);
    }

    private static String inModel(String member) {
        return """
        use nn.{Linear, zeros}
        model M {
            MEMBER
            fn (x: f32[N, 3]) = x
        }
        """
                .replace("MEMBER", member);
    }

    private static String inTrain(String items) {
        return """
        use nn.{Linear, Adam, Sgd, zeros}
        train T {
            let net = Linear(3, 1)
            batch (x: f32[N, 3])
            ITEMS
        }
        """
                .replace("ITEMS", items);
    }

    private static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("name/unknown", inFn("reluu(x)")),
                Arguments.of("name/unknown", inFn("f32[Q, 3] ~ zeros")),
                Arguments.of("name/unknown-member", inFn("lin.weight")),
                Arguments.of("name/unknown-member", inFn("Mode.product")),
                Arguments.of(
                        "name/absent",
                        """
                        use nn.{Linear}
                        model M { let f = Linear(1, 1, bias: false)
                         fn (x: f32[N, 1]) = x + f.b }\
                        """),
                Arguments.of("call/unknown-argument", inFn("relu(z: x)")),
                Arguments.of("call/missing-argument", inFn("relu()")),
                Arguments.of("call/too-many-arguments", inFn("relu(x, x)")),
                Arguments.of("call/duplicate-argument", inFn("relu(x, x: x)")),
                Arguments.of("call/not-callable", inFn("3(x)")),
                Arguments.of("call/argument-kind", inFn("reshape(x, \"3\")")),
                Arguments.of("call/recursion", inFn("again(1)")),
                Arguments.of("type/shape-mismatch", inFn("lin(y)")),
                Arguments.of("type/shape-mismatch", inFn("first(x, x[0])")),
                Arguments.of("type/shape-mismatch", inFn("wide(x)")),
                Arguments.of("type/rank-mismatch", inFn("twice(s)")),
                Arguments.of("type/element-mismatch", inFn("relu(x[:, 0]) + k")),
                Arguments.of("type/element-mismatch", inFn("lin(f64(x))")),
                Arguments.of("type/broadcast", inFn("x + y")),
                Arguments.of("type/literal", inFn("k + 0.5")),
                Arguments.of("type/kind-mismatch", inModel("let f = Linear(\"3\", 1)")),
                Arguments.of("type/tuple", inFn("let (a, b) = [1, 2, 3]\nx")),
                Arguments.of("type/operator", inFn("\"a\" - \"b\"")),
                Arguments.of("if/run-time", inFn("let l = [x for i in 0..2 if x[0, 0] > 0]\nl[0]")),
                Arguments.of("if/not-scalar", inFn("if x > 0 { x } else { -x }")),
                Arguments.of("if/sides", inFn("if x[0, 0] > 0 { x } else { x[0] }")),
                Arguments.of("if/sides", inFn("if x[0, 0] > 0 { x } else { (x, x) }")),
                Arguments.of("if/not-bool", inFn("if 3 { x } else { -x }")),
                Arguments.of("write/not-state", inFn("lin.w <- 0\nx")),
                Arguments.of("write/type", inFn("s <- x\nx")),
                Arguments.of("assert/failed", inModel("assert 1 == 2, \"never\"")),
                Arguments.of("assert/not-bool", inFn("assert x\nx")),
                Arguments.of("index/range", inFn("take(x, i32(-1))")),
                Arguments.of("index/range", inFn("take(x, i32(3), axis: 1)")),
                Arguments.of("size/undecided", inFn("if N == 3 { x } else { -x }")),
                Arguments.of("size/not-constant", inFn("x * (1 / N)")),
                Arguments.of("size/division-by-zero", inModel("let a = 1 div 0")),
                Arguments.of("index/range", inFn("x[:, 3]")),
                Arguments.of("index/rank", inFn("x[0, 0, 0]")),
                Arguments.of("index/step", inFn("x[:, ::-1]")),
                Arguments.of("list/length", inFn("zip([1], [2, 3])")),
                Arguments.of("model/recursion", "model A { let b = [A() for i in 0..1] }"),
                Arguments.of("model/made-while-running", inFn("Linear(3, 4)(x)")),
                Arguments.of(
                        "model/same-path",
                        inModel("let f = fold i in 0..2, m = Linear(1, 1) => Linear(1, 1)")),
                Arguments.of(
                        "name/cycle", "let a = b\nlet b = a\nmodel M { fn (x: f32[N]) = x * a }"),
                Arguments.of("name/duplicate", "fn f(x) = x\nfn f(x) = x"),
                Arguments.of("param/no-type", inModel("param w ~ zeros")),
                Arguments.of("param/no-initialiser", inModel("param w: f32[3]")),
                Arguments.of("param/not-float", inModel("param w: i32[3] ~ zeros")),
                Arguments.of("param/size", inModel("param w: f32[0] ~ zeros")),
                Arguments.of("param/slot", inModel("slot w: f32[3] ~ zeros")),
                Arguments.of("init/source", inModel("param w: f32[3] ~ \"zeros\"")),
                Arguments.of("load/place", inModel("load x from \"file\"")),
                Arguments.of("train/missing-loss", inTrain("update = Sgd(0.1)")),
                Arguments.of("train/missing-update", inTrain("loss = mean(net(x))")),
                Arguments.of(
                        "train/duplicate-loss",
                        inTrain("loss = mean(x)\nloss = mean(x)\nupdate = Sgd(0.1)")),
                Arguments.of("train/loss-not-scalar", inTrain("loss = net(x)\nupdate = Sgd(0.1)")),
                Arguments.of(
                        "train/metric-not-scalar",
                        inTrain("loss = mean(net(x))\nmetric m = x\nupdate = Sgd(0.1)")),
                Arguments.of(
                        "update/uncovered",
                        inTrain("loss = mean(net(x))\nupdate = { \"net.w\": Sgd(0.1) }")),
                Arguments.of(
                        "update/no-match",
                        inTrain(
                                "loss = mean(net(x))\n"
                                        + "update = { \"net.v\": Sgd(0.1), \"**\": Sgd(1) }")),
                Arguments.of("update/not-an-optimizer", inTrain("loss = mean(net(x))\nupdate = 3")),
                Arguments.of(
                        "optimizer/rule",
                        inTrain("loss = mean(net(x))\nupdate = O()")
                                + "optimizer O { fn (p, g) = p }"),
                Arguments.of(
                        "optimizer/result",
                        inTrain("loss = mean(net(x))\nupdate = O()")
                                + "optimizer O { fn (p, g, t) = t }"),
                Arguments.of(
                        "average/not-a-model",
                        inTrain("loss = mean(net(x))\nupdate = Sgd(1)\naverage a = 3 decay 0.5")),
                Arguments.of(
                        "load/target",
                        inTrain("loss = mean(net(x))\nupdate = Sgd(1)\nload 3 from \"f\"")),
                Arguments.of(
                        "data/source", inTrain("data = 3\nloss = mean(net(x))\nupdate = Sgd(1)")),
                Arguments.of(
                        "settings/not-constant",
                        inTrain("loss = mean(net(x))\nupdate = Sgd(1)\nrun { epochs = zeros }")),
                Arguments.of(
                        "settings/accumulate",
                        inTrain("loss = mean(net(x))\nupdate = Sgd(1)\nrun { accumulate = 0 }")),
                Arguments.of(
                        "step/unknown-model",
                        inTrain("step nett { loss = mean(net(x)); update = Sgd(1) }")),
                Arguments.of(
                        "step/same-model",
                        inTrain("step net, net { loss = mean(net(x)); update = Sgd(1) }")),
                Arguments.of("step/missing-loss", inTrain("step net { update = Sgd(1) }")),
                Arguments.of("step/missing-update", inTrain("step net { loss = mean(net(x)) }")),
                Arguments.of(
                        "step/item",
                        inTrain(
                                "step net { loss = mean(net(x)); update = Sgd(1); batch (y: f32[N]) }")),
                Arguments.of(
                        "step/beside",
                        inTrain(
                                "loss = mean(net(x))\n"
                                        + "step net { loss = mean(net(x)); update = Sgd(1) }")),
                Arguments.of(
                        "step/unserved",
                        inTrain(
                                "let other = Linear(2, 2)\n"
                                        + "step net { loss = mean(net(x)); update = Sgd(1) }")),
                Arguments.of(
                        "step/not-a-model",
                        inTrain(
                                "let two = 2\n"
                                        + "step net, two { loss = mean(net(x)); update = Sgd(1) }")),
                Arguments.of(
                        "update/no-match",
                        inTrain(
                                "let other = Linear(2, 2)\n"
                                        + "step net { loss = mean(net(x)); update = { \"other.w\": Sgd(1), \"**\": Sgd(1) } }\n"
                                        + "step other { loss = mean(net(x)); update = Sgd(1) }")),
                Arguments.of(
                        "model/made-while-running",
                        inTrain(
                                "step net { let h = Linear(3, 3); loss = mean(net(h(x))); update = Sgd(1) }")),
                Arguments.of(
                        "scan/carry",
                        inFn("let (a, b) = scan r in x, h = 0 { next r\nyield r }\na")),
                Arguments.of("vmap/axis", inFn("vmap(fn (q) => sum(q), axes: 2)(x)")),
                Arguments.of("vmap/axes", inFn("vmap(fn (q) => sum(q), axes: (0, 1))(x)")),
                Arguments.of("vmap/axes", inFn("vmap(fn (q) => sum(q), axes: true)(x)")),
                Arguments.of("vmap/scalar", inFn("vmap(fn (q) => q)(sum(x))")),
                Arguments.of("vmap/nothing", inFn("vmap(fn (q) => q, axes: none)(x)")),
                Arguments.of("vmap/length", inFn("vmap(fn (q, r) => sum(q))(x, x.T)")),
                Arguments.of("cache/initialiser", inModel("cache k: f32[3] ~ zeros")),
                Arguments.of("unsupported/i8", inModel("param w: i8[3] ~ zeros")),
                Arguments.of("index/unproved", inFn("for n, c => x[n, c + 1] - x[n, c]")),
                Arguments.of("unsupported/for-body", inFn("for n, c => sum(x[n, c])")),
                Arguments.of("index/range-unknown", inFn("for n, q => x[n, 0]")),
                Arguments.of("use/unknown-package", "use nnn.{relu}"),
                Arguments.of("use/unknown-name", "use nn.{relux}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void isRefusedOnce(String code, String text) {
        var error = Programs.error(code, text);
        if (Boolean.getBoolean("show")) {
            System.out.println(Programs.render(List.of(error)));
        }
        assertTrue(error.message().length() > 10);
    }

    @Test
    void allErrorsOfOneRun() {
        var errors =
                Programs.errors(
                        inFn(
                                """
                                let a = aa
                                let b = relu(a)
                                let c = bb
                                let d = x + y
                                a + b + c + d\
                                """));
        assertEquals(
                List.of("name/unknown", "name/unknown", "type/broadcast"),
                errors.stream().map(Diagnostic::code).toList());
    }

    @Test
    void namesAreCheckedInWhatNothingCalls() {
        var errors =
                Programs.errors(
                        """
                        model Never(width: int) {
                            param w: f32[widht] ~ zeross
                            fn (x: f32[N, width]) -> f32[N, K] =
                                fold i in [j for j in 0..width], h = x => h + helper(h[:, i], sum q => x[q, zz])
                        }
                        fn helper(x, y) { let z = x
                            Lineer(z + yy) }
                        """);
        assertEquals(5, errors.size(), () -> Programs.render(errors));
        assertTrue(Programs.render(errors).contains("did you mean `width`?"));
        assertTrue(errors.stream().allMatch(e -> e.code().equals("name/unknown")));
    }

    @Test
    void cyclesNameTheWayRound() {
        var errors =
                Programs.errors(
                        "use a.{x}",
                        Map.of(
                                "a",
                                "package a\nuse b.{x}",
                                "b",
                                "package b\nuse c.{x}",
                                "c",
                                "package c\nuse a.{x}"));
        assertEquals(List.of("use/cycle"), errors.stream().map(Diagnostic::code).toList());
        assertTrue(
                errors.getFirst().message().contains("a → b → c → a"), errors.getFirst().message());
    }

    @Test
    void packagesThatCannotBeReadAreNoCrash(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("bad.dnet"), new byte[] {(byte) 0xff, (byte) 0xfe});
        var diagnostics = new Diagnostics();
        Elaborator.elaborate(
                List.of(new Source("test.dnet", "use bad.{x}")),
                Library.folder(folder),
                diagnostics);
        assertEquals(
                List.of("use/unreadable"),
                diagnostics.sorted().stream().map(Diagnostic::code).toList());
    }

    @Test
    void packagesSayTheirName() {
        var errors = Programs.errors("use a.{x}", Map.of("a", "package b\nlet x = 1"));
        assertEquals(List.of("use/package-name"), errors.stream().map(Diagnostic::code).toList());
    }
}
