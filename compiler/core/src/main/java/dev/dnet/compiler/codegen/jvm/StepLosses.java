package dev.dnet.compiler.codegen.jvm;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;

import java.util.List;
import java.util.Optional;

import javax.lang.model.element.Modifier;

/// The losses of the steps of a `train` block, which its class keeps beside their sum.
record StepLosses(List<String> names) {
    StepLosses {
        names = List.copyOf(names);
    }

    /// Those among the results of a step, all but the first; none where that is all.
    static Optional<StepLosses> of(Entry step) {
        var names = step.results().subList(1, step.results().size());
        return names.isEmpty() ? Optional.empty() : Optional.of(new StepLosses(names));
    }

    void into(TypeSpec.Builder type) {
        type.addField(
                FieldSpec.builder(double[].class, "losses", Modifier.PRIVATE, Modifier.FINAL)
                        .initializer("new double[$L]", names.size())
                        .build());
        var quoted =
                names.stream().map(n -> CodeBlock.of("$S", n)).collect(CodeBlock.joining(", "));
        type.addMethod(
                TrainClass.fact(
                        "lossNames",
                        ParameterizedTypeName.get(TrainClass.LIST, TypeName.get(String.class)),
                        CodeBlock.of("$T.of($L)", TrainClass.LIST, quoted)));
        type.addMethod(
                MethodSpec.methodBuilder("losses")
                        .addAnnotation(Override.class)
                        .addModifiers(Modifier.PUBLIC)
                        .returns(double[].class)
                        .addStatement("return losses.clone()")
                        .build());
    }

    /// Keeps what a call has just computed.
    CodeBlock keep(CallWriter call) {
        var code = CodeBlock.builder();
        for (int k = 0; k < names.size(); k++) {
            code.addStatement("this.losses[$L] = $L", k, TrainClass.scalar(call, names.get(k)));
        }
        return code.build();
    }
}
