package dev.dnet.compiler.syntax;

import static dev.dnet.compiler.syntax.antlr.DnetParser.*;

import dev.dnet.compiler.diagnostic.Diagnostic;
import dev.dnet.compiler.diagnostic.Diagnostics;
import dev.dnet.compiler.syntax.ast.Decl;
import dev.dnet.compiler.syntax.ast.Member;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Declarations and the members of models. A declaration whose head did not parse is left out,
/// after its members have been looked at for more errors.
final class DeclarationBuilder {
    private final Places places;
    private final Names names;
    private final Docs docs;
    private final ExprBuilder exprs;
    private final StatementBuilder statements;
    private final TrainBuilder trains;
    private final Diagnostics diagnostics;

    DeclarationBuilder(Places places, Docs docs, Diagnostics diagnostics) {
        this.places = places;
        this.names = new Names(places);
        this.docs = docs;
        this.exprs = new ExprBuilder(places, docs, diagnostics);
        this.statements = exprs.statements();
        this.trains = new TrainBuilder(places, docs, exprs);
        this.diagnostics = diagnostics;
    }

    ExprBuilder exprs() {
        return exprs;
    }

    Optional<Decl> declaration(DeclarationContext declaration) {
        if (declaration.model() != null) {
            return model(declaration.model());
        }
        if (declaration.optimizer() != null) {
            return optimizer(declaration.optimizer());
        }
        if (declaration.train() != null) {
            return train(declaration.train());
        }
        return declaration.function() != null
                ? named(declaration.function())
                : Optional.of(plain(declaration));
    }

    private Decl plain(DeclarationContext declaration) {
        if (declaration.let() != null) {
            return statements.let(declaration.let());
        }
        if (declaration.schedule() != null) {
            return schedule(declaration.schedule());
        }
        if (declaration.init() != null) {
            return init(declaration.init());
        }
        if (declaration.typeAlias() != null) {
            return alias(declaration.typeAlias());
        }
        return declaration.enumeration() != null
                ? enumeration(declaration.enumeration())
                : trains.load(declaration.load());
    }

    private Optional<Decl> model(ModelContext model) {
        var members = members(model.members());
        var head = model.modelHead();
        return head.exception != null
                ? Optional.empty()
                : Optional.of(
                        new Decl.Model(
                                places.span(model),
                                docs.above(model.getStart()),
                                names.ident(head.name()),
                                statements.parameters(head.parameters()),
                                members));
    }

    private Optional<Decl> optimizer(OptimizerContext optimizer) {
        var members = members(optimizer.members());
        var head = optimizer.optimizerHead();
        return head.exception != null
                ? Optional.empty()
                : Optional.of(
                        new Decl.Optimizer(
                                places.span(optimizer),
                                docs.above(optimizer.getStart()),
                                names.ident(head.name()),
                                statements.parameters(head.parameters()),
                                Optional.ofNullable(head.served()).map(this::served),
                                members));
    }

    private Decl.On served(ServedContext served) {
        return new Decl.On(
                places.span(served),
                names.ident(served.name()),
                names.qualified(served.qualifiedName()));
    }

    private Optional<Decl> train(TrainContext train) {
        var items = trains.items(train.trainItems());
        var head = train.trainHead();
        return head.exception != null
                ? Optional.empty()
                : Optional.of(
                        new Decl.Train(
                                places.span(train),
                                docs.above(train.getStart()),
                                names.ident(head.name()),
                                statements.parameters(head.parameters()),
                                items));
    }

    private Optional<Decl> named(FunctionContext function) {
        var doc = docs.above(function.getStart());
        var built = statements.function(function);
        if (function.name() != null) {
            return Optional.of(
                    new Decl.Fn(places.span(function), doc, names.ident(function.name()), built));
        }
        diagnostics.add(
                Diagnostic.error(
                                "syntax/function-name",
                                places.span(function.signature()),
                                "a function outside a model needs a name")
                        .help(
                                "write `fn name(…)`; only what a model does when it is called has none"));
        return Optional.empty();
    }

    private Decl schedule(ScheduleContext schedule) {
        return new Decl.Schedule(
                places.span(schedule),
                docs.above(schedule.getStart()),
                names.ident(schedule.name(0)),
                statements.parameters(schedule.parameters()),
                names.ident(schedule.step),
                exprs.target(schedule.target()));
    }

    private Decl init(InitContext init) {
        return new Decl.Init(
                places.span(init),
                docs.above(init.getStart()),
                names.ident(init.name()),
                statements.parameters(init.parameters()),
                exprs.types().type(init.type()),
                statements.body(init.body()));
    }

    private Decl alias(TypeAliasContext alias) {
        return new Decl.Alias(
                places.span(alias),
                docs.above(alias.getStart()),
                names.ident(alias.name()),
                statements.parameters(alias.parameters()),
                exprs.types().type(alias.type()));
    }

    private Decl enumeration(EnumerationContext enumeration) {
        var all = names.idents(enumeration.name());
        return new Decl.Enumeration(
                places.span(enumeration),
                docs.above(enumeration.getStart()),
                all.getFirst(),
                all.subList(1, all.size()));
    }

    private List<Member> members(@Nullable MembersContext members) {
        return members == null
                ? List.of()
                : members.member().stream()
                        .filter(member -> member.exception == null)
                        .flatMap(this::member)
                        .toList();
    }

    private Stream<Member> member(MemberContext member) {
        if (member.storage() != null) {
            return Stream.of(storage(member.storage()));
        }
        if (member.assertion() != null) {
            return Stream.of(statements.assertion(member.assertion()));
        }
        var function = member.declaration().function();
        return function != null && function.name() == null
                ? Stream.of(apply(function))
                : declaration(member.declaration()).<Member>map(d -> d).stream();
    }

    private Member apply(FunctionContext function) {
        var doc = docs.above(function.getStart());
        return new Member.Apply(places.span(function), doc, statements.function(function));
    }

    private Member storage(StorageContext storage) {
        return new Member.Storage(
                places.span(storage),
                docs.above(storage.getStart()),
                kind(storage),
                names.ident(storage.name()),
                exprs.types().optional(storage.type()),
                exprs.optional(storage.source),
                exprs.optional(storage.guard));
    }

    private static Member.StorageKind kind(StorageContext storage) {
        return switch (storage.kind.getType()) {
            case PARAM -> Member.StorageKind.PARAM;
            case STATE -> Member.StorageKind.STATE;
            case SLOT -> Member.StorageKind.SLOT;
            case CACHE -> Member.StorageKind.CACHE;
            default -> throw new IllegalStateException(storage.getText());
        };
    }
}
