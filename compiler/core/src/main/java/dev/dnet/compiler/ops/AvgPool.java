package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.ir.OpError;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;
import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The mean of each position of a window: [SumPool] over the count.
@AutoService(Primitive.class)
public record AvgPool() implements Primitive {

    @Override
    public String summary() {
        return "The mean of a window that slides over the last axes, with the arguments of `max_pool`. `pad` elements around "
                + "count as zeros; with `count_include_pad: false` they do not count at all.";
    }

    @Override
    public Signature signature() {
        var parameters = new ArrayList<>(Pooling.signature().parameters());
        parameters.add(Signature.flag("count_include_pad", true));
        return new Signature(parameters);
    }

    @Override
    public Expr build(Call call) {
        var x = call.tensor("x");
        if (!x.type().isFloat()) {
            throw new OpError(
                    "type/element-unsupported", "`avg_pool` of " + x.type(), "pool f32(x)");
        }
        var window = Pooling.window("avg_pool", call, x);
        var sum = SumPool.of(x, window);
        return Formulas.div(sum, count(sum, x, window, call.flag("count_include_pad")));
    }

    private static Expr count(Expr sum, Expr x, Window window, boolean withPadding) {
        boolean bare =
                window.before().stream().allMatch(p -> p.is(0))
                        && window.after().stream().allMatch(p -> p.is(0));
        var type = x.type().element();
        if (withPadding || bare) {
            var count = Formulas.size(x.graph(), type, Size.product(window.size()));
            return Formulas.fill(count, sum.shape());
        }
        return elements(sum, x, window);
    }

    /// How many elements are under the window where padding does not count: the sum of ones.
    private static Expr elements(Expr sum, Expr x, Window window) {
        int first = x.rank() - window.rank();
        var slid = new Shape(x.shape().sizes().subList(first, x.rank()));
        var one = Formulas.constant(x.graph(), x.type().element(), 1);
        var counts = SumPool.of(Formulas.fill(one, slid), window);
        List<Integer> batch = IntStream.range(0, first).boxed().toList();
        return Formulas.broadcastOver(counts, sum.shape(), batch);
    }
}
