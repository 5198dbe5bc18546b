package dev.dnet.compiler.op;

import java.util.List;

/// An operator that says on what it is to be tried. Every operator must; a test holds it to that.
public interface Examples {
    List<Example> examples();
}
