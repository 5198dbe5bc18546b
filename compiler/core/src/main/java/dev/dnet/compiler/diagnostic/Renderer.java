package dev.dnet.compiler.diagnostic;

import java.util.List;

/// One way to show diagnostics. Renderers are pure: the same diagnostics give the same text.
public sealed interface Renderer permits TextRenderer, ShortRenderer, JsonRenderer {

    /// All of them, in the order given, each line ended.
    String render(List<Diagnostic> diagnostics);
}
