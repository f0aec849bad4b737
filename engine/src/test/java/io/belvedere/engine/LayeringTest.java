package io.belvedere.engine;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.belvedere.compute.Device;
import io.belvedere.compute.cpu.CpuDevice;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.engine.model.SmallFamilies;
import io.belvedere.engine.model.intruder.SiblingsFriend;
import io.belvedere.engine.model.toy.Toy;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Who may know whom in this module. */
class LayeringTest {
    /** A model family is one folder below {@code engine.model}; what they share is another. */
    private static final DescribedPredicate<JavaClass> FAMILIES = resideInAPackage("io.belvedere.engine.model.*..")
            .and(not(resideInAPackage("io.belvedere.engine.model.parts..")))
            .as("are of a model family");

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.belvedere.chat", "io.belvedere.engine", "io.belvedere.turns");

    private static final ArchRule NO_SOCKETS_NO_SQL = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "java.net.http..", "javax.net..", "java.sql..", "javax.sql..", "io.vertx..", "io.netty..")
                    .or(resideInAPackage("java.net")
                            .and(nameMatching(".*\\.URI.*").negate()))
                    .or(nameMatching("java\\.nio\\.channels\\..*(Socket|Datagram).*")))
            .as("the engine opens no socket and no database");

    /** Model files hold JSON; no API's JSON comes this far. */
    private static final ArchRule JSON_IS_FOR_FILES = noClasses()
            .that()
            .resideOutsideOfPackages("io.belvedere.engine.format..", "io.belvedere.engine.text..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson..", "com.fasterxml..");

    private static final ArchRule CHAT_IS_VOCABULARY = classes()
            .that()
            .resideInAPackage("io.belvedere.chat..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.belvedere.chat..", "java..", "org.jspecify.annotations");

    private static final ArchRule MEMORY_BELONGS_TO_THE_PHASE = noClasses()
            .that()
            .resideInAnyPackage("io.belvedere.chat..", "io.belvedere.engine.layers..", "io.belvedere.engine.model..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.foreign..");

    /** Which device computes is handed in. */
    private static final ArchRule NO_DEVICE_BY_NAME = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jdk.incubator.vector..", "io.belvedere.compute.cpu..");

    private static final ArchRule FAMILIES_ARE_UNKNOWN = noClasses()
            .that(not(FAMILIES))
            .and()
            .doNotHaveFullyQualifiedName("io.belvedere.engine.model.ModelFamilies")
            .should()
            .dependOnClassesThat(FAMILIES);

    private static final ArchRule FAMILIES_KNOW_NO_SIBLING = slices().matching("io.belvedere.engine.model.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(alwaysTrue(), resideInAPackage("io.belvedere.engine.model.parts.."));

    private static final ArchRule MODELS_SERVE_NO_REQUEST = noClasses()
            .that()
            .resideInAnyPackage("io.belvedere.engine.layers..", "io.belvedere.engine.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.belvedere.engine",
                    "io.belvedere.engine.run..",
                    "io.belvedere.engine.kv..",
                    "io.belvedere.engine.features..",
                    "io.belvedere.engine.sampling..");

    private static final ArchRule CHOOSING_KNOWS_NO_LOOP = noClasses()
            .that()
            .resideInAPackage("io.belvedere.engine.sampling..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.belvedere.engine",
                    "io.belvedere.engine.run..",
                    "io.belvedere.engine.text..",
                    "io.belvedere.compute..");

    private static final ArchRule LAYERS_KNOW_NO_MODEL = noClasses()
            .that()
            .resideInAnyPackage("io.belvedere.engine.layers..", "io.belvedere.engine.format..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.belvedere.engine.model..");

    private static final ArchRule SCHEDULING_IS_BOOKKEEPING = noClasses()
            .that(nameMatching("io\\.belvedere\\.engine\\.run\\.Scheduler.*"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.belvedere.compute..");

    /** Blocks are numbers there, and pictures keys. */
    private static final ArchRule BLOCKS_ARE_BOOKKEEPING = classes()
            .that()
            .resideInAPackage("io.belvedere.engine.kv..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.belvedere.engine.kv..", "io.belvedere.engine.image", "java..", "org.jspecify.annotations");

    @Test
    void opensNoSocketAndNoDatabase() {
        NO_SOCKETS_NO_SQL.check(MODULE);
    }

    @Test
    void onlyModelFilesAreJson() {
        JSON_IS_FOR_FILES.check(MODULE);
    }

    @Test
    void chatIsVocabularyAlone() {
        CHAT_IS_VOCABULARY.check(MODULE);
    }

    @Test
    void noLayerOrFamilyOwnsNativeMemory() {
        MEMORY_BELONGS_TO_THE_PHASE.check(MODULE);
    }

    @Test
    void noDeviceIsKnownByName() {
        NO_DEVICE_BY_NAME.check(MODULE);
    }

    @Test
    void nobodyKnowsAFamilyButTheListOfFamilies() {
        FAMILIES_ARE_UNKNOWN.check(MODULE);
    }

    @Test
    void familiesKnowNoSibling() {
        FAMILIES_KNOW_NO_SIBLING.check(MODULE);
    }

    @Test
    void modelsAndLayersServeNoRequest() {
        MODELS_SERVE_NO_REQUEST.check(MODULE);
    }

    @Test
    void choosingTokensKnowsNoLoop() {
        CHOOSING_KNOWS_NO_LOOP.check(MODULE);
    }

    @Test
    void layersAndFormatsKnowNoModel() {
        LAYERS_KNOW_NO_MODEL.check(MODULE);
    }

    @Test
    void theSchedulerHoldsNoTensor() {
        SCHEDULING_IS_BOOKKEEPING.check(MODULE);
    }

    @Test
    void theBooksOfBlocksKnowNoTensorModelOrSequence() {
        BLOCKS_ARE_BOOKKEEPING.check(MODULE);
    }

    @Test
    void theRulesSeeAnIntruder() {
        JavaClasses intruder = new ClassFileImporter().importClasses(Intruder.class);

        assertThat(NO_SOCKETS_NO_SQL.evaluate(intruder).getFailureReport().getDetails())
                .anyMatch(detail -> detail.contains("java.net.Socket"))
                .noneMatch(detail -> detail.contains("<java.net.URI"));
        assertThat(NO_DEVICE_BY_NAME.evaluate(intruder).getFailureReport().getDetails())
                .anyMatch(detail -> detail.contains("io.belvedere.compute.cpu.CpuDevice"))
                .noneMatch(detail -> detail.contains("<io.belvedere.compute.Device"));
    }

    @Test
    void theRulesOfFamiliesSeeAnIntruder() {
        JavaClasses intruders =
                new ClassFileImporter().importClasses(SiblingsFriend.class, Toy.class, SmallFamilies.class);

        assertThat(FAMILIES_ARE_UNKNOWN.evaluate(intruders).getFailureReport().getDetails())
                .anyMatch(detail -> detail.contains("SmallFamilies") && detail.contains("Toy"))
                .noneMatch(detail -> detail.contains("SiblingsFriend"));
        assertThat(FAMILIES_KNOW_NO_SIBLING
                        .evaluate(intruders)
                        .getFailureReport()
                        .getDetails())
                .anyMatch(detail -> detail.contains("SiblingsFriend") && detail.contains("Toy"));
    }

    /** Breaks the rules. */
    private static final class Intruder {
        static Socket connect(URI address) throws Exception {
            return new Socket(address.getHost(), address.getPort());
        }

        static Device device() {
            return new CpuDevice(KernelSetting.AUTO, 1);
        }
    }
}
