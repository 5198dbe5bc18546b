package dev.dnet.compiler.syntax.ast;

import dev.dnet.compiler.source.Span;

import java.util.List;
import java.util.Optional;

/// What may stand on the top level; most of it may also stand in a model.
public sealed interface Decl extends Member
        permits Decl.Model,
                Decl.Fn,
                Decl.Optimizer,
                Decl.Schedule,
                Decl.Init,
                Decl.Enumeration,
                Decl.Alias,
                Decl.Train,
                Stmt.Let,
                Decl.Load {

    record Model(
            Span span, String doc, Ident name, List<Parameter> parameters, List<Member> members)
            implements Decl {

        public Model {
            parameters = List.copyOf(parameters);
            members = List.copyOf(members);
        }
    }

    /// A named function.
    record Fn(Span span, String doc, Ident name, Function function) implements Decl {}

    /// The layers that an optimizer serves: `on l: Linear`.
    record On(Span span, Ident layer, QualifiedName model) implements Node {}

    /// `optimizer KFAC(…) on l: Linear { … }`.
    record Optimizer(
            Span span,
            String doc,
            Ident name,
            List<Parameter> parameters,
            Optional<On> on,
            List<Member> members)
            implements Decl {

        public Optimizer {
            parameters = List.copyOf(parameters);
            members = List.copyOf(members);
        }
    }

    /// `schedule cosine(from: f32, steps: int) = t => …`: a function from the step to an f32.
    record Schedule(
            Span span, String doc, Ident name, List<Parameter> parameters, Ident step, Expr body)
            implements Decl {

        public Schedule {
            parameters = List.copyOf(parameters);
        }
    }

    /// `init glorot(gain: f32 = 1) -> f32[O, I, ..K] = …`: draws a value of the shape that it is
    /// asked for.
    record Init(
            Span span,
            String doc,
            Ident name,
            List<Parameter> parameters,
            TypeExpr result,
            Expr body)
            implements Decl {

        public Init {
            parameters = List.copyOf(parameters);
        }
    }

    /// `enum Mode { sum, mean }`.
    record Enumeration(Span span, String doc, Ident name, List<Ident> cases) implements Decl {

        public Enumeration {
            cases = List.copyOf(cases);
        }
    }

    /// `type State(H: int) = (h: f32[H], c: f32[H])`.
    record Alias(Span span, String doc, Ident name, List<Parameter> parameters, TypeExpr type)
            implements Decl {

        public Alias {
            parameters = List.copyOf(parameters);
        }
    }

    record Train(
            Span span, String doc, Ident name, List<Parameter> parameters, List<TrainItem> items)
            implements Decl {

        public Train {
            parameters = List.copyOf(parameters);
            items = List.copyOf(items);
        }
    }

    /// `load net from "file" { "a.{i}.*" => "b.{i}.*"; skip "head.**" }`.
    record Load(Span span, Expr target, Expr file, List<LoadRule> rules)
            implements Decl, TrainItem {

        public Load {
            rules = List.copyOf(rules);
        }
    }
}
