package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.op.Primitive;
import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Function;
import dev.dnet.compiler.syntax.ast.Ident;
import dev.dnet.compiler.syntax.ast.Member;
import dev.dnet.compiler.syntax.ast.Stmt;
import dev.dnet.compiler.type.Size;
import dev.dnet.compiler.type.TensorType;
import dev.dnet.runtime.ElementType;

import java.util.List;
import java.util.Optional;

/// What an expression means while a program is elaborated. Only [Tensor] and [Stored] exist when it
/// runs.
sealed interface Value {

    /// The value of an expression that has an error already; whatever uses it says nothing more.
    record Poison() implements Value {}

    /// The value of a block that only writes.
    record Nothing() implements Value {}

    /// A value of the graph.
    record Tensor(int position, TensorType type) implements Value {}

    /// A part of a tensor under the indices of `for`: its axes are those of the indices, in their
    /// order.
    record Indexed(Tensor tensor) implements Value {}

    /// A variable: reading it gives what it holds at that time.
    record Stored(Program.Variable variable, boolean writable) implements Value {}

    /// A whole number, perhaps with symbols.
    record Int(Size size) implements Value {}

    record Num(double number) implements Value {}

    record Bool(boolean truth) implements Value {}

    record Text(String text) implements Value {}

    record Element(ElementType type) implements Value {}

    /// What `..B` stands for.
    record Dims(List<Size> sizes) implements Value {
        public Dims {
            sizes = List.copyOf(sizes);
        }
    }

    /// An index of `for`: the axes of the result that it runs over, and whether it was said how
    /// far.
    record Index(List<Integer> axes, boolean ranged) implements Value {
        public Index {
            axes = List.copyOf(axes);
        }
    }

    record Items(List<Value> values) implements Value {
        public Items {
            values = List.copyOf(values);
        }
    }

    record Tuple(List<Optional<String>> names, List<Value> values) implements Value {
        public Tuple {
            names = List.copyOf(names);
            values = List.copyOf(values);
        }

        Optional<Value> field(String name) {
            int at = names.indexOf(Optional.of(name));
            return at < 0 ? Optional.empty() : Optional.of(values.get(at));
        }
    }

    /// A function of the program. A member of a model draws under the path of its instance.
    record Closure(String name, Function function, Scope scope, Optional<Instance> self)
            implements Value {
        /// The model that does this when it is called.
        Optional<Instance> layer() {
            return self.filter(i ->
                    Member.only(i.of().decl().members(), Member.Apply.class).stream()
                            .anyMatch(a -> a.function().equals(function)));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    record PrimitiveFn(Primitive primitive) implements Value {}

    record BuiltinFn(Builtin builtin) implements Value {}

    /// `grad(f)` and its like: the function that differentiates `of`.
    record Derivative(Builtin kind, Value of) implements Value {}

    /// `vmap(f)`: the function that calls `of` for each slice of its arguments along `axes`.
    record Mapping(Value of, Optional<Given> axes) implements Value {}

    /// A function where a type says which, `f: fn (f32[N]) -> f32[N]`.
    record Typed(Value of, FunctionTypes.Wanted wanted) implements Value {}

    /// `none`: an argument of `vmap` that every call gets whole.
    record Unmapped() implements Value {}

    record ModelClass(Decl.Model decl, Scope scope) implements Value {}

    /// A model with its arguments and its place among the parameters. Compared by identity: two are
    /// never the same.
    final class Instance implements Value {
        private final ModelClass of;
        private final String path;
        private final Scope members;
        private final boolean average;

        Instance(ModelClass of, String path, Scope members, boolean average) {
            this.of = of;
            this.path = path;
            this.members = members;
            this.average = average;
        }

        ModelClass of() {
            return of;
        }

        String path() {
            return path;
        }

        Scope members() {
            return members;
        }

        /// Whether its parameters are running averages; such a model only infers.
        boolean isAverage() {
            return average;
        }
    }

    /// A model in inference mode: `net.infer`.
    record Infer(Instance instance) implements Value {}

    record OptimizerClass(Decl.Optimizer decl, Scope scope) implements Value {}

    record Optimizer(OptimizerClass of, Scope scope) implements Value {}

    /// A layer as its optimizer sees it, or with `gradient` the derivatives of the loss by what it
    /// holds.
    record Layer(LayerView view, boolean gradient) implements Value {}

    /// The optimizer of parameters that are not to change.
    record Frozen() implements Value {}

    record ScheduleClass(Decl.Schedule decl, Scope scope) implements Value {}

    record Schedule(String name, Ident step, Expr body, Scope scope) implements Value {}

    /// A number where a schedule is asked for: the same at every step.
    record Constant(Value number) implements Value {}

    record InitClass(Decl.Init decl, Scope scope) implements Value {}

    record Initialiser(InitClass of, Scope scope) implements Value {}

    record EnumType(Decl.Enumeration decl) implements Value {}

    /// A type with a name of its own.
    record Alias(Decl.Alias decl, Scope scope) implements Value {}

    record EnumCase(String type, String name) implements Value {}

    /// A package under its name.
    record PackageRef(String name, Scope scope) implements Value {}

    /// A `let` that is evaluated when it is first used, once for each graph. Compared by identity.
    final class Deferred implements Value {
        private final Stmt.Let let;
        private final Env env;

        Deferred(Stmt.Let let, Env env) {
            this.let = let;
            this.env = env;
        }

        Stmt.Let let() {
            return let;
        }

        Env env() {
            return env;
        }
    }

    /// One name of a deferred `let (a, b) = …`.
    record Part(Deferred whole, String name) implements Value {}

    /// A name that exists but has no value here, and why.
    record Absent(String why) implements Value {}
}
