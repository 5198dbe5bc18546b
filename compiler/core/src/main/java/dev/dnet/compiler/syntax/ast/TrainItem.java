package dev.dnet.compiler.syntax.ast;

import dev.dnet.compiler.source.Span;

import java.util.List;
import java.util.Optional;

/// What may stand in a `train` block.
public sealed interface TrainItem extends Node
        permits Stmt.Let,
                Stmt.Assert,
                Decl.Load,
                TrainItem.Data,
                TrainItem.Batch,
                TrainItem.Loss,
                TrainItem.Update,
                TrainItem.Metric,
                TrainItem.Average,
                TrainItem.Step,
                TrainItem.Run {

    /// `data = digits(count: 20_000)`; `data validation = …` and `data test = …` name the part.
    record Data(Span span, Optional<Ident> part, Expr source) implements TrainItem {}

    /// `batch (image: f32[N, 1, 28, 28], label: i32[N])`: the columns, in the order of the data
    /// set.
    record Batch(Span span, List<Parameter> columns) implements TrainItem {

        public Batch {
            columns = List.copyOf(columns);
        }
    }

    record Loss(Span span, Expr value) implements TrainItem {}

    /// `update = Adam(lr: 1e-3)` is one rule for `**`; `update = { "f3.**": …, "**": … }` one for
    /// each path.
    record Update(Span span, List<Rule> rules) implements TrainItem {

        public Update {
            rules = List.copyOf(rules);
        }

        /// The optimizer of the parameters whose path matches. The first rule that matches holds.
        public record Rule(Span span, Expr.Text path, Expr optimizer) implements Node {}
    }

    record Metric(Span span, String doc, Ident name, Expr value) implements TrainItem {}

    /// `average ema = net decay 0.999`.
    record Average(Span span, Ident name, Expr of, Expr decay) implements TrainItem {}

    /// `step d, e { loss = …; update = … }`: differentiates the named models only.
    record Step(Span span, List<Ident> models, List<TrainItem> items) implements TrainItem {

        public Step {
            models = List.copyOf(models);
            items = List.copyOf(items);
        }
    }

    /// `run { epochs = 3; batch_size = 64 }`: how to run, each overridable from the command line.
    record Run(Span span, List<Setting> settings) implements TrainItem {

        public Run {
            settings = List.copyOf(settings);
        }

        public record Setting(Span span, Ident name, Expr value) implements Node {}
    }
}
