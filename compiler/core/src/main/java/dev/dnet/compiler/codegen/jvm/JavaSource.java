package dev.dnet.compiler.codegen.jvm;

/// One emitted file. `vector` marks those that need the module `jdk.incubator.vector` to be
/// compiled.
public record JavaSource(String packageName, String className, String text, boolean vector) {

    /// The path below a source root.
    public String path() {
        return (packageName.isEmpty() ? "" : packageName.replace('.', '/') + "/")
                + className
                + ".java";
    }

    public String qualifiedName() {
        return packageName.isEmpty() ? className : packageName + "." + className;
    }
}
