package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.op.Primitive;
import dev.dnet.runtime.ElementType;

import java.util.Comparator;
import java.util.ServiceLoader;

/// The names that need no `use`: primitives, element types, functions on what is known when
/// compiling, `frozen`, `none`, `pi` and `inf`.
final class Prelude {
    private Prelude() {}

    static Scope scope() {
        var scope = Scope.outermost();
        ServiceLoader.load(Primitive.class, Prelude.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(Primitive::name))
                .forEach(p -> scope.define(p.name(), new Value.PrimitiveFn(p)));
        for (var type : ElementType.values()) {
            scope.define(type.dnetName(), new Value.Element(type));
        }
        for (var builtin : Builtin.values()) {
            scope.define(builtin.word(), new Value.BuiltinFn(builtin));
        }
        scope.define("frozen", new Value.Frozen());
        scope.define("none", new Value.Unmapped());
        scope.define("pi", new Value.Num(Math.PI));
        scope.define("inf", new Value.Num(Double.POSITIVE_INFINITY));
        return scope;
    }
}
