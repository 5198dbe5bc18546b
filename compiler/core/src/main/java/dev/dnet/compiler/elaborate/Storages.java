package dev.dnet.compiler.elaborate;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.ir.Input;
import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.syntax.ast.Expr;
import dev.dnet.compiler.syntax.ast.Member;
import dev.dnet.compiler.type.TensorType;

import java.util.Map;

/// `param`, `state` and `cache`: variables of the program, unless they are given as arguments or
/// left out by `when`.
final class Storages {
    private final Evaluator evaluator;

    Storages(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    void define(Member.Storage storage, Map<String, Functions.Argued> values, Env inside) {
        var name = storage.name().text();
        evaluator
                .reporter()
                .guard(
                        inside,
                        () -> {
                            try {
                                inside.scope().define(name, value(storage, values, inside));
                            } catch (Refusal refusal) {
                                inside.scope().define(name, new Value.Poison());
                                throw refusal;
                            }
                        });
    }

    private Value value(Member.Storage storage, Map<String, Functions.Argued> values, Env inside) {
        var name = storage.name().text();
        if (storage.when().isPresent() && !evaluator.blocks().holds(storage.when().get(), inside)) {
            return new Value.Absent(
                    "its `when` does not hold: " + storage.when().get().span().text());
        }
        var given = values.get(name);
        if (given != null) {
            var unifier = new Unifier(evaluator, inside);
            return storage.type()
                    .map(t -> unifier.accept(t, given.value(), given.span(), "`" + name + "`"))
                    .orElse(given.value());
        }
        return declare(storage, type(storage, inside), inside);
    }

    private TensorType type(Member.Storage storage, Env inside) {
        var written =
                storage.type()
                        .orElseThrow(() ->
                                Refusal.of(
                                        "param/no-type",
                                        storage.span(),
                                        "`" + storage.name() + "` has no type",
                                        storage.kind().word()
                                                + " "
                                                + storage.name()
                                                + ": f32[…] ~ …"));
        var type = evaluator.types().tensor(written, inside);
        for (var size : type.shape().sizes()) {
            if (!size.isConstant() || size.value() <= 0) {
                throw Refusal.of(
                        "param/size",
                        written.span(),
                        "`"
                                + storage.name()
                                + "` is "
                                + type
                                + ", but the sizes of a stored value are positive numbers that are"
                                + " known when compiling");
            }
        }
        if (storage.kind() == Member.StorageKind.PARAM && !type.isFloat()) {
            throw Refusal.of(
                    "param/not-float",
                    written.span(),
                    "`" + storage.name() + "` is " + type + ", which cannot be learned",
                    "a `state` may have any element type");
        }
        return type;
    }

    private Value declare(Member.Storage storage, TensorType type, Env inside) {
        var path = Paths.join(inside.instance(), storage.name().text());
        var role = role(storage);
        if (role == Input.Role.CACHE) {
            return cache(storage, path, type);
        }
        var init = storage.init().orElseThrow(() -> noInitialiser(storage));
        if (inside.average().isPresent() && role == Input.Role.PARAMETER) {
            var average = inside.average().get() + "/" + path;
            var session = evaluator.session();
            return new Value.Stored(
                    session.variables().declare(Input.Role.SLOT, average, type, storage.span()),
                    false);
        }
        var variable = evaluator.session().variables().declare(role, path, type, storage.span());
        if (evaluator.session().isInitialising() && inside.average().isEmpty()) {
            initialise(variable, init, inside);
        }
        return new Value.Stored(variable, variable.isState());
    }

    private static Refusal noInitialiser(Member.Storage storage) {
        return Refusal.of(
                Diagnostic.error(
                                "param/no-initialiser",
                                storage.span(),
                                "nothing says what `" + storage.name() + "` holds at first")
                        .help("add an initialiser", storage.span().after(), " ~ zeros"));
    }

    /// Zero when its session begins, and nothing else, so that a session can begin again.
    private Value cache(Member.Storage storage, String path, TensorType type) {
        if (storage.init().isPresent()) {
            throw Refusal.of(
                    "cache/initialiser",
                    storage.init().get().span(),
                    "the cache `" + storage.name() + "` is zero when a session begins",
                    "leave `~ …` out; a function that begins with something else writes it");
        }
        var variables = evaluator.session().variables();
        return new Value.Stored(
                variables.declare(Input.Role.CACHE, path, type, storage.span()), true);
    }

    private void initialise(Program.Variable variable, Expr init, Env inside) {
        var value =
                evaluator.initialisers().initial(init, variable.type(), variable.path(), inside);
        evaluator.session().graph().hint(value.position(), variable.path());
        evaluator.session().write(variable, value);
    }

    private static Input.Role role(Member.Storage storage) {
        return switch (storage.kind()) {
            case PARAM -> Input.Role.PARAMETER;
            case STATE -> Input.Role.STATE;
            case CACHE -> Input.Role.CACHE;
            case SLOT ->
                    throw Refusal.of(
                            "param/slot",
                            storage.span(),
                            "a `slot` belongs to an optimizer",
                            "in a model it is a `state`");
        };
    }
}
