package dev.dnet.compiler.codegen.jvm.kernel;

import dev.dnet.compiler.ir.Program;
import dev.dnet.compiler.loops.Repeat;

import java.util.Set;

import javax.lang.model.SourceVersion;

/// What Java calls what users name: the same, wherever Java and the rest of a generated class allow
/// it. Different names stay different.
public final class JavaNames {
    /// Locals, fields and types that stand beside parameters.
    private static final Set<String> BESIDE_PARAMETERS =
            Set.of(
                    "arena",
                    "batch",
                    "free",
                    "idle",
                    "java",
                    "jdk",
                    "dev",
                    "javax",
                    "kernels",
                    "numbers",
                    "pool",
                    "seed",
                    "session",
                    "step",
                    "variables",
                    "workspace",
                    "Arena",
                    "Arrays",
                    "BatchField",
                    "ConcurrentLinkedQueue",
                    "ElementType",
                    "LinkedHashMap",
                    "List",
                    "Math",
                    "MemorySegment",
                    "Override",
                    "Parameters",
                    "Path",
                    "SequencedMap",
                    "Session",
                    "ShapeCheck",
                    "String",
                    "Tensor",
                    "TrainProgram",
                    "ValueLayout",
                    "WorkPool",
                    "Workspace");

    /// Methods without parameters, or with a seed, that generated classes and their objects have.
    private static final Set<String> METHODS =
            Set.of(
                    "batchFields",
                    "clone",
                    "close",
                    "create",
                    "finalize",
                    "fingerprint",
                    "getClass",
                    "hashCode",
                    "initialize",
                    "lossNames",
                    "losses",
                    "metricNames",
                    "name",
                    "notify",
                    "notifyAll",
                    "parameters",
                    "session",
                    "toString",
                    "variables",
                    "wait");

    private JavaNames() {}

    /// A size of the program. No other local or parameter begins like this.
    public static String size(String symbol) {
        return "size" + symbol;
    }

    /// A size of the program, or the number of a turn.
    public static String number(String symbol) {
        return Repeat.isTurn(symbol) ? "turn" + symbol.substring(1) : size(symbol);
    }

    /// A parameter or local that holds a tensor of the user's.
    public static String argument(String name) {
        var plain = name.replaceFirst("^_+", "");
        if (plain.startsWith("size")) {
            return "_" + name;
        }
        var bare = name.replaceFirst("_+$", "");
        boolean taken =
                !SourceVersion.isName(bare)
                        || BESIDE_PARAMETERS.contains(bare)
                        || bare.endsWith("Result")
                        || bare.endsWith("Driver");
        return taken ? name + "_" : name;
    }

    /// A method of a generated class; tensors among its parameters tell it from others.
    public static String method(Program.Method method) {
        var name = method.name();
        var bare = name.replaceFirst("_+$", "");
        boolean taken = method.parameters().isEmpty() && METHODS.contains(bare);
        return taken || !SourceVersion.isName(bare) ? name + "_" : name;
    }

    /// A component of a record of results.
    public static String component(String name) {
        var word = name.replaceAll("[^\\p{L}\\p{N}_]", "_");
        var bare = word.replaceFirst("_+$", "");
        return !SourceVersion.isName(bare) || METHODS.contains(bare) ? word + "_" : word;
    }
}
