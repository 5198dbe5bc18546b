package dev.dnet.compiler.ops;

import com.google.auto.service.AutoService;

import dev.dnet.compiler.op.Axes;
import dev.dnet.compiler.op.Call;
import dev.dnet.compiler.op.Expr;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.op.Signature;

/// The sum of each position of a window, written as an [IndexedSum].
@AutoService(Primitive.class)
public record SumPool() implements Primitive {

    @Override
    public String summary() {
        return "The sum of a window that slides over the last axes, with the arguments of `max_pool`; `pad` elements around "
                + "count as zero.";
    }

    @Override
    public Signature signature() {
        return Pooling.signature();
    }

    @Override
    public Expr build(Call call) {
        var x = call.tensor("x");
        Pooling.checkNumber("sum_pool", x.type());
        return of(x, Pooling.window("sum_pool", call, x));
    }

    static Expr of(Expr x, Window window) {
        var out = Axes.over(window.slide(x.shape()));
        var inner = window.axes("r");
        return x.call(new IndexedSum(out, inner, WindowMax.access(window, out, inner)));
    }
}
