package dev.dnet.compiler.autodiff;

import dev.dnet.compiler.ir.Graph;

import java.util.Map;

/// A graph without `grad` whose own scans, by their places, store what their derivatives read.
record Prepared(Graph graph, Map<Integer, Stored> scans) {
    Prepared {
        scans = Map.copyOf(scans);
    }
}
