package dev.dnet.compiler.codegen.jvm;

import com.palantir.javapoet.ClassName;

import dev.dnet.compiler.codegen.jvm.kernel.Width;
import dev.dnet.compiler.fusion.Lowering;
import dev.dnet.compiler.ir.Program;

import java.util.ArrayList;
import java.util.List;

/// All files of a program: the class that a user calls, the drivers of its entry points and the
/// kernels.
public final class ProgramFiles {
    private ProgramFiles() {}

    /// The entry points of a program whose graphs have been through the passes.
    public static List<Entry> entries(Program program) {
        var entries = new ArrayList<Entry>();
        var names = ClassNames.ofMethods(program);
        for (var method : program.methods()) {
            var loops = Lowering.lower(method.graph(), Lowering.Mode.FUSED);
            entries.add(Entry.of(program.name() + names.get(method.name()), method.graph(), loops));
        }
        return entries;
    }

    public static List<JavaSource> write(Program program, List<Entry> entries, List<Width> widths) {
        var variables = program.variables().stream().map(Program.Variable::path).toList();
        var facade =
                switch (program.kind()) {
                    case TRAIN -> new TrainClass(program, entries).write();
                    case MODEL -> new ModelClass(program, entries).write();
                };
        var files = new ArrayList<JavaSource>();
        files.add(KernelFiles.file(program.packageName(), facade, false));
        files.addAll(
                KernelFiles.write(
                        program.packageName(), program.name(), entries, variables, widths));
        return files;
    }

    static ClassName className(Program program) {
        return ClassName.get(program.packageName(), program.name());
    }
}
