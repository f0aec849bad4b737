package io.belvedere.compute;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.logging.Logger;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

/** Who may know whom in this module. */
class LayeringTest {
    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.belvedere.compute");

    private static final ArchRule JDK_ONLY = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.belvedere.compute..",
                    "java.lang..",
                    "java.util",
                    "java.util.concurrent..",
                    "java.util.function",
                    "java.util.stream",
                    "java.time",
                    "com.sun.management",
                    "java.nio",
                    "java.io",
                    "jdk.incubator.vector",
                    "org.jspecify.annotations")
            .as("compute depends on the JDK's core alone");

    private static final ArchRule VECTORS_IN_ONE_PACKAGE = noClasses()
            .that()
            .resideOutsideOfPackage("io.belvedere.compute.cpu.vector..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.incubator.vector..");

    private static final ArchRule DEVICES_ARE_UNKNOWN_TO_THE_OPERATIONS = noClasses()
            .that()
            .resideInAnyPackage("io.belvedere.compute", "io.belvedere.compute.quant..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.belvedere.compute.cpu..");

    private static final ArchRule VECTOR_KERNELS_ARE_CHOSEN_IN_CPU = noClasses()
            .that()
            .resideOutsideOfPackage("io.belvedere.compute.cpu..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.belvedere.compute.cpu.vector..");

    @Test
    void dependsOnTheJdkAlone() {
        JDK_ONLY.check(MODULE);
    }

    @Test
    void theVectorApiStaysInOnePackage() {
        VECTORS_IN_ONE_PACKAGE.check(MODULE);
    }

    @Test
    void operationsAndFormatsKnowNoDevice() {
        DEVICES_ARE_UNKNOWN_TO_THE_OPERATIONS.check(MODULE);
    }

    @Test
    void onlyTheCpuBackendKnowsItsVectorKernels() {
        VECTOR_KERNELS_ARE_CHOSEN_IN_CPU.check(MODULE);
    }

    @Test
    void theRulesSeeAnIntruder() {
        JavaClasses intruder = new ClassFileImporter().importClasses(Intruder.class);

        assertThat(VECTORS_IN_ONE_PACKAGE.evaluate(intruder).hasViolation()).isTrue();
        assertThat(JDK_ONLY.evaluate(intruder).hasViolation()).isTrue();
    }

    /** Breaks the rules. */
    private static final class Intruder {
        static int lanes() {
            Logger.getGlobal().fine("intruding");
            return FloatVector.SPECIES_PREFERRED.length();
        }
    }
}
