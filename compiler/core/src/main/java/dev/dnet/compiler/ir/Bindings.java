package dev.dnet.compiler.ir;

import dev.dnet.compiler.type.Shape;
import dev.dnet.compiler.type.Size;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The numbers that symbols stand for, found by holding declared shapes against real ones.
final class Bindings {
    private final Map<String, Long> values = new HashMap<>();

    Map<String, Long> values() {
        return values;
    }

    /// Binds the sizes that are a symbol alone.
    void bind(Shape declared, long[] given) {
        for (int i = 0; i < Math.min(declared.rank(), given.length); i++) {
            var symbols = declared.size(i).symbols();
            if (symbols.size() == 1 && declared.size(i).equals(Size.symbol(symbols.first()))) {
                values.putIfAbsent(symbols.first(), given[i]);
            }
        }
    }

    /// Finds the last symbol of a size that grows by a fixed step with it: `N + 1`, `2 * N`.
    void solve(Shape declared, long[] given) {
        for (int i = 0; i < Math.min(declared.rank(), given.length); i++) {
            var size = known(declared.size(i));
            if (size.symbols().size() == 1) {
                solve(size, given[i]);
            }
        }
    }

    private void solve(Size size, long given) {
        var symbol = size.symbols().first();
        long start = size.evaluate(Map.of(symbol, 0L));
        long step = size.evaluate(Map.of(symbol, 1L)) - start;
        if (step != 0 && Size.symbol(symbol).times(step).plus(start).equals(size)) {
            values.put(symbol, Math.floorDiv(given - start, step));
        }
    }

    void require(String path, Shape declared, long[] given) {
        boolean fits = declared.rank() == given.length;
        for (int i = 0; fits && i < given.length; i++) {
            fits = known(declared.size(i)).is(given[i]);
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    path
                            + " is declared "
                            + declared
                            + " but given "
                            + Arrays.toString(given)
                            + " with "
                            + values);
        }
    }

    private Size known(Size size) {
        var sizes = new HashMap<String, Size>();
        values.forEach((name, value) -> sizes.put(name, Size.of(value)));
        return size.substitute(sizes);
    }
}
