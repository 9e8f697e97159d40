package dev.inferport.it;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may use whom, and what no class may do. A package that has no classes yet keeps every rule. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {

    private static final String ROOT = "dev.inferport.";
    private static final String MESH_CONTRACT = ROOT + "wire.mmesh..";

    private JavaClasses ours;

    /** A room, and the rooms of ours that it may use besides itself. */
    private record Arrows(String room, List<String> to) {

        static Arrows from(String room, String... to) {
            return new Arrows(room, List.of(to));
        }

        String[] packages() {
            var packages = new ArrayList<>(to);
            packages.add(room);
            return packages.stream().map(name -> ROOT + name + "..").toArray(String[]::new);
        }

        @Override
        public String toString() {
            return room + " uses " + (to.isEmpty() ? "nothing of ours" : String.join(", ", to));
        }
    }

    static List<Arrows> arrows() {
        return List.of(
                Arrows.from("wire"),
                Arrows.from("servicekit"),
                Arrows.from("runtime.api"),
                Arrows.from("runtime.trees"),
                Arrows.from("runtime.core", "runtime.api"),
                Arrows.from("runtime.grpc", "runtime.core", "runtime.api", "wire.inference", "servicekit"),
                Arrows.from("runtime.rest", "runtime.core", "runtime.api", "servicekit"),
                Arrows.from("runtime.lightgbm", "runtime.core", "runtime.api", "runtime.trees"),
                Arrows.from("runtime.xgboost", "runtime.core", "runtime.api", "runtime.trees"),
                Arrows.from("runtime.sklearn", "runtime.core", "runtime.api", "runtime.trees"),
                Arrows.from("runtime.onnx", "runtime.api", "runtime.trees"),
                Arrows.from("runtime.catboost", "runtime.api"),
                Arrows.from("runtime.pmml", "runtime.api", "runtime.trees"),
                Arrows.from("runtime.server", "runtime", "wire.inference", "servicekit"),
                Arrows.from("adapter.storage"),
                Arrows.from("adapter.s3", "adapter.storage"),
                Arrows.from("adapter.gcs", "adapter.storage"),
                Arrows.from("adapter.azure", "adapter.storage"),
                Arrows.from("adapter.lifecycle", "adapter.storage", "wire.inference"),
                Arrows.from("adapter.proxy", "servicekit"),
                Arrows.from("adapter.server", "adapter", "wire", "servicekit"),
                Arrows.from("mesh", "wire", "servicekit"),
                Arrows.from("stores"),
                Arrows.from("bench", "runtime.core", "runtime.api", "wire.inference", "servicekit"));
    }

    @BeforeAll
    void readClasses() {
        ours = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.inferport");
    }

    @ParameterizedTest
    @MethodSource("arrows")
    void eachRoomUsesOnlyTheRoomsBelowIt(Arrows arrows) {
        var elsewhere = isOurs().and(DescribedPredicate.not(resideInAnyPackage(arrows.packages())));
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + arrows.room() + "..")
                .should()
                .dependOnClassesThat(elsewhere.as("belong to another room than these")));
    }

    @Test
    void everyClassBelongsToARoom() {
        var rooms = arrows().stream().map(arrows -> ROOT + arrows.room() + "..").toArray(String[]::new);
        check(classes().should().resideInAnyPackage(rooms));
    }

    @Test
    void noPackagesFormACycle() {
        check(slices().matching("dev.inferport.(**)").should().beFreeOfCycles());
    }

    @Test
    void adapterAndRuntimeMeetOnTheWireOnly() {
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "adapter..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "runtime.."));
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "runtime..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "adapter.."));
    }

    @Test
    void onlyTheAdapterServerAndTheMeshKnowTheMeshContract() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "adapter.server..", ROOT + "mesh..", MESH_CONTRACT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(MESH_CONTRACT));
    }

    @Test
    void theAuthorsApiNeedsNothingButTheJdk() {
        check(classes()
                .that()
                .resideInAPackage(ROOT + "runtime.api..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + "runtime.api..", "java..", "org.jspecify.annotations.."));
    }

    @Test
    void theCompiledEvaluatorNeedsNothingButTheJdk() {
        check(classes()
                .that()
                .resideInAPackage(ROOT + "runtime.trees..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "runtime.trees..", "java..", "jdk.incubator..", "org.jspecify.annotations.."));
    }

    @Test
    void onlyCommandLinesPrint() {
        var commandLines = DescribedPredicate.describe(
                "are command lines",
                (JavaClass type) -> type.tryGetMethod("main", String[].class).isPresent()
                        || type.isAnnotatedWith("picocli.CommandLine$Command"));
        check(noClasses()
                .that(DescribedPredicate.not(commandLines).and(isOurs()))
                .and()
                .doNotHaveFullyQualifiedName(ROOT + "servicekit.LogSetup")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err"));
    }

    @Test
    void nothingSleeps() {
        check(noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class));
    }

    @Test
    void noStaticFieldChanges() {
        check(fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage(ROOT + "wire..")
                .should()
                .beFinal());
    }

    private static DescribedPredicate<JavaClass> isOurs() {
        return resideInAnyPackage("dev.inferport..");
    }

    private void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(ours);
    }
}
