package dev.dnet.compiler.elaborate;

/// Values in the words of messages.
final class Describe {
    private Describe() {}

    static String of(Value value) {
        return switch (value) {
            case Value.Poison p -> "an erroneous value";
            case Value.Nothing n -> "no value";
            case Value.Tensor t -> t.type().toString();
            case Value.Indexed i -> "an element under indices";
            case Value.Stored s -> s.variable().type().toString();
            case Value.Int i -> "the number " + i.size();
            case Value.Num n -> "the number " + n.number();
            case Value.Bool b -> String.valueOf(b.truth());
            case Value.Text t -> "the string \"" + t.text() + "\"";
            case Value.Element e -> "the element type " + e.type().dnetName();
            case Value.Dims d -> "the sizes " + d.sizes();
            case Value.Index i -> "an index";
            case Value.Items i -> "a list of " + i.values().size();
            case Value.Tuple t -> "a tuple of " + t.values().size();
            case Value.Closure c -> "the function " + c.name();
            case Value.PrimitiveFn p -> "the function " + p.primitive().name();
            case Value.BuiltinFn b -> "the function " + b.builtin().word();
            case Value.Derivative d -> d.kind().word() + " of " + of(d.of());
            case Value.Mapping m -> "vmap of " + of(m.of());
            case Value.Typed t -> of(t.of());
            case Value.Unmapped u -> "`none`";
            case Value.ModelClass m -> "the model " + m.decl().name();
            case Value.Instance i -> "a " + i.of().decl().name();
            case Value.Infer i -> "the inference of a " + i.instance().of().decl().name();
            case Value.OptimizerClass o -> "the optimizer " + o.decl().name();
            case Value.Optimizer o -> "the optimizer " + o.of().decl().name();
            case Value.Layer l -> "the layer " + l.view().layer().path();
            case Value.Frozen f -> "`frozen`";
            case Value.ScheduleClass s -> "the schedule " + s.decl().name();
            case Value.Schedule s -> "the schedule " + s.name();
            case Value.Constant c -> "a constant schedule";
            case Value.InitClass i -> "the initialiser " + i.decl().name();
            case Value.Initialiser i -> "the initialiser " + i.of().decl().name();
            case Value.EnumType e -> "the enumeration " + e.decl().name();
            case Value.Alias a -> "the type " + a.decl().name();
            case Value.EnumCase e -> e.type() + "." + e.name();
            case Value.PackageRef p -> "the package " + p.name();
            case Value.Deferred d -> "a value";
            case Value.Part p -> "a value";
            case Value.Absent a -> "nothing";
        };
    }
}
