package dev.dnet.compiler.codegen.jvm.kernel;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;

import java.util.List;

/// A kernel as Java for one width: phases with a barrier after each, and what they need beside them
/// in the holder of the kernels, whose instance belongs to one session. Phases, their parameters
/// and their numbers of pieces are the same for every width; bodies differ.
public record KernelCode(List<Phase> phases, List<MethodSpec> methods, List<FieldSpec> fields) {
    public KernelCode {
        phases = List.copyOf(phases);
        methods = List.copyOf(methods);
        fields = List.copyOf(fields);
    }

    /// One method that the threads run piece by piece. Its parameters are `int piece, int pieces`,
    /// then `sizes` as `int`, then for each buffer a segment `b<k>` and its byte offset `long
    /// o<k>`. `pieces` computes their number from the same sizes and `threads`. `doc` names what it
    /// computes.
    public record Phase(
            String name,
            String doc,
            List<String> sizes,
            List<Integer> buffers,
            CodeBlock pieces,
            CodeBlock body) {
        public Phase {
            sizes = List.copyOf(sizes);
            buffers = List.copyOf(buffers);
        }

        /// The declaration that the interface of all holders has.
        public MethodSpec.Builder signature() {
            var method =
                    MethodSpec.methodBuilder(name)
                            .addParameter(TypeName.INT, "piece")
                            .addParameter(TypeName.INT, "pieces");
            sizes.forEach(s -> method.addParameter(TypeName.INT, s));
            for (int k = 0; k < buffers.size(); k++) {
                method.addParameter(Names.SEGMENT, "b" + k).addParameter(TypeName.LONG, "o" + k);
            }
            return method;
        }
    }
}
