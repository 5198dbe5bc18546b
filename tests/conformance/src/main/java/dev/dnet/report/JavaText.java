package dev.dnet.report;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.lang.model.element.Element;
import javax.tools.ToolProvider;

/// What Java sources say about texts: where one is written, and what each parameter, variable and
/// method may be. It is asked which names of errors the sources can report.
///
/// @param written literals and sums, with the file that each stands in
/// @param given the values of a parameter or variable, or the results of a method
/// @param meanings what a name or a call in the source refers to
record JavaText(
        Map<ExpressionTree, String> written,
        Map<Element, List<ExpressionTree>> given,
        Map<Tree, Element> meanings) {

    /// Reads these sources; what they use is on the class path of this machine. What is not there
    /// leaves a gap, no error.
    static JavaText read(List<Path> sources) throws IOException {
        var text = new JavaText(new LinkedHashMap<>(), new HashMap<>(), new IdentityHashMap<>());
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var options =
                    List.of(
                            "-proc:none",
                            "--add-modules",
                            "jdk.incubator.vector",
                            "-classpath",
                            System.getProperty("java.class.path"));
            var units = files.getJavaFileObjectsFromPaths(sources);
            var task = compiler.getTask(null, files, d -> {}, options, null, units);
            text.add((JavacTask) task);
        }
        return text;
    }

    /// All that may be there, as far as the sources show it.
    List<ExpressionTree> givenTo(Tree use) {
        var element = meanings.get(use);
        return element == null ? List.of() : given.getOrDefault(element, List.of());
    }

    void give(Element to, ExpressionTree value) {
        given.computeIfAbsent(to, t -> new ArrayList<>()).add(value);
    }

    private void add(JavacTask task) throws IOException {
        var units = new ArrayList<CompilationUnitTree>();
        task.parse().forEach(units::add);
        task.analyze();
        units.forEach(unit -> new JavaTextScanner(this, Trees.instance(task), unit).scan(unit, 0));
    }
}
