package dev.dnet.report;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;

import org.jspecify.annotations.Nullable;

import java.util.List;

import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.util.ElementFilter;

/// Fills a [JavaText] from one file. The compiler's own trees are walked by its visitor: there is
/// no other way to know what a name refers to.
final class JavaTextScanner extends TreePathScanner<@Nullable Integer, Integer> {
    private final JavaText text;
    private final Trees trees;
    private final String file;

    JavaTextScanner(JavaText text, Trees trees, CompilationUnitTree unit) {
        this.text = text;
        this.trees = trees;
        var path = unit.getSourceFile().getName();
        file = path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public @Nullable Integer visitLiteral(LiteralTree literal, Integer none) {
        if (literal.getValue() instanceof String
                && !isSum(getCurrentPath().getParentPath().getLeaf())) {
            text.written().put(literal, file);
        }
        return null;
    }

    /// Of a sum the whole, not its parts.
    @Override
    public @Nullable Integer visitBinary(BinaryTree sum, Integer none) {
        if (sum.getKind() == Tree.Kind.PLUS && !isSum(getCurrentPath().getParentPath().getLeaf())) {
            text.written().put(sum, file);
        }
        return super.visitBinary(sum, none);
    }

    @Override
    public @Nullable Integer visitVariable(VariableTree variable, Integer none) {
        give(meaning(), variable.getInitializer());
        return super.visitVariable(variable, none);
    }

    @Override
    public @Nullable Integer visitEnhancedForLoop(EnhancedForLoopTree loop, Integer none) {
        var each = trees.getElement(new TreePath(getCurrentPath(), loop.getVariable()));
        give(each, loop.getExpression());
        return super.visitEnhancedForLoop(loop, none);
    }

    @Override
    public @Nullable Integer visitAssignment(AssignmentTree assignment, Integer none) {
        give(
                trees.getElement(new TreePath(getCurrentPath(), assignment.getVariable())),
                assignment.getExpression());
        return super.visitAssignment(assignment, none);
    }

    @Override
    public @Nullable Integer visitReturn(ReturnTree result, Integer none) {
        var method = getCurrentPath();
        while (!(method.getLeaf() instanceof MethodTree)) {
            if (method.getLeaf() instanceof LambdaExpressionTree) {
                return super.visitReturn(result, none);
            }
            method = method.getParentPath();
        }
        give(trees.getElement(method), result.getExpression());
        return super.visitReturn(result, none);
    }

    @Override
    public @Nullable Integer visitIdentifier(IdentifierTree name, Integer none) {
        remember(name);
        return super.visitIdentifier(name, none);
    }

    @Override
    public @Nullable Integer visitMemberSelect(MemberSelectTree name, Integer none) {
        remember(name);
        return super.visitMemberSelect(name, none);
    }

    @Override
    public @Nullable Integer visitMethodInvocation(MethodInvocationTree call, Integer none) {
        remember(call);
        arguments(call.getArguments());
        return super.visitMethodInvocation(call, none);
    }

    @Override
    public @Nullable Integer visitNewClass(NewClassTree made, Integer none) {
        arguments(made.getArguments());
        return super.visitNewClass(made, none);
    }

    private static boolean isSum(Tree tree) {
        return tree.getKind() == Tree.Kind.PLUS;
    }

    private @Nullable Element meaning() {
        return trees.getElement(getCurrentPath());
    }

    private void remember(Tree use) {
        var element = meaning();
        if (element != null) {
            text.meanings().put(use, element);
        }
    }

    /// Parameters get the arguments; the component of a record what its constructor gets.
    private void arguments(List<? extends ExpressionTree> arguments) {
        if (!(meaning() instanceof ExecutableElement called)) {
            return;
        }
        var parameters = called.getParameters();
        for (int i = 0; i < Math.min(parameters.size(), arguments.size()); i++) {
            var parameter = parameters.get(i);
            give(parameter, arguments.get(i));
            if (called.getKind() == ElementKind.CONSTRUCTOR) {
                field(called.getEnclosingElement(), parameter, arguments.get(i));
            }
        }
    }

    private void field(@Nullable Element owner, Element parameter, ExpressionTree argument) {
        if (owner == null) {
            return;
        }
        ElementFilter.fieldsIn(owner.getEnclosedElements()).stream()
                .filter(f -> f.getSimpleName().equals(parameter.getSimpleName()))
                .forEach(f -> give(f, argument));
    }

    private void give(@Nullable Element to, @Nullable ExpressionTree value) {
        if (to != null && value != null) {
            text.give(to, value);
        }
    }
}
