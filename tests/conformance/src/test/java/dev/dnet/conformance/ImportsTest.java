package dev.dnet.conformance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.function.Predicate.not;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Imports point one way: from the end of the pipeline to its start.
class ImportsTest {
    private static final String COMPILER = "dev.dnet.compiler.";

    /// A package may use those before it, and itself.
    private static final List<String> PIPELINE =
            List.of(
                    "source",
                    "diagnostic",
                    "type",
                    "nest",
                    "ir",
                    "op",
                    "ops",
                    "syntax",
                    "elaborate",
                    "autodiff",
                    "pass",
                    "loops",
                    "fusion",
                    "codegen");

    private final JavaClasses dnet =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.dnet");

    @Test
    void classesAreRead() {
        assertTrue(
                dnet.contain("dev.dnet.cli.Main"), "class files that are not read break no rule");
    }

    @Test
    void everyPackageHasItsPlace() {
        var unknown =
                dnet.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.startsWith(COMPILER))
                        .map(name -> name.substring(COMPILER.length()).replaceFirst("\\..*", ""))
                        .filter(not(PIPELINE::contains))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(unknown.isEmpty(), "say in PIPELINE where these stand: " + unknown);
    }

    @Test
    void noStageUsesWhatStartsThemAll() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage(COMPILER + "*..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.dnet.compiler"));
    }

    @TestFactory
    Stream<DynamicTest> noPackageUsesALaterOne() {
        return IntStream.range(0, PIPELINE.size() - 1)
                .mapToObj(i ->
                        DynamicTest.dynamicTest(PIPELINE.get(i), () -> check(usesNothingAfter(i))));
    }

    @Test
    void runtimeKnowsNothingOfTheCompiler() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("dev.dnet.runtime..")
                        .should()
                        .dependOnClassesThat(
                                resideInAPackage("dev.dnet..")
                                        .and(resideOutsideOfPackage("dev.dnet.runtime.."))));
    }

    @Test
    void runtimeUsesTheJdkAlone() {
        check(
                classes()
                        .that()
                        .resideInAPackage("dev.dnet.runtime..")
                        .should()
                        .onlyDependOnClassesThat(
                                resideInAnyPackage(
                                        "dev.dnet.runtime..",
                                        "java..",
                                        "javax..",
                                        "jdk.incubator.vector..",
                                        "org.jspecify.annotations..")));
    }

    @Test
    void compilerKnowsNothingOfItsCallers() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("dev.dnet.compiler..")
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage(
                                        "dev.dnet.cli..", "dev.dnet.maven..", "dev.dnet.lsp..")));
    }

    @Test
    void antlrStaysBehindSyntax() {
        check(onlyWithin("dev.dnet.compiler.syntax..", "org.antlr.."));
        check(onlyWithin("dev.dnet.compiler.syntax..", "dev.dnet.compiler.syntax.antlr.."));
    }

    @Test
    void javaPoetStaysInsideCodegen() {
        check(onlyWithin("dev.dnet.compiler.codegen..", "com.palantir.javapoet.."));
    }

    /// The rooms of a target: how kernels are written, contractions, whole programs.
    @Test
    void roomsOfTheJavaTargetStandInARow() {
        var rooms = List.of("kernel", "contract");
        var target = COMPILER + "codegen.jvm";
        for (int k = 0; k < rooms.size(); k++) {
            var later =
                    Stream.concat(
                            rooms.subList(k + 1, rooms.size()).stream().map(r -> target + "." + r),
                            Stream.of(target));
            check(
                    noClasses()
                            .that()
                            .resideInAPackage(target + "." + rooms.get(k))
                            .should()
                            .dependOnClassesThat(resideInAnyPackage(later.toArray(String[]::new))));
        }
    }

    private static ArchRule usesNothingAfter(int stage) {
        String[] later =
                PIPELINE.subList(stage + 1, PIPELINE.size()).stream()
                        .map(name -> COMPILER + name + "..")
                        .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(COMPILER + PIPELINE.get(stage) + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(later));
    }

    private static ArchRule onlyWithin(String home, String library) {
        return noClasses()
                .that(resideOutsideOfPackage(home))
                .should()
                .dependOnClassesThat(resideInAPackage(library));
    }

    /// A stage that nobody has written yet breaks no rule.
    private void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(dnet);
    }
}
