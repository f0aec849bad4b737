package io.belvedere.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.belvedere.compute.Device;
import io.belvedere.compute.cpu.CpuDevice;
import io.belvedere.compute.cpu.KernelSetting;
import io.belvedere.server.openai.EnginesFriend;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Who may know whom in this module. */
class LayeringTest {
    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.belvedere.server");

    /** The gateway too is a client, of upstreams that the operator configures; no request names their addresses. */
    private static final ArchRule FETCHING_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackages("io.belvedere.server.media..", "io.belvedere.server.gateway..")
            .should()
            .dependOnClassesThat(resideInAPackage("java.net.http..")
                    .or(nameMatching("java\\.net\\.(URL|URLConnection|HttpURLConnection|Socket|DatagramSocket)"))
                    .or(nameMatching("java\\.nio\\.channels\\.(Asynchronous)?SocketChannel"))
                    .or(nameMatching("io\\.vertx\\.core\\.http\\.(HttpClient|WebSocketClient).*"))
                    .or(nameMatching("io\\.vertx\\.core\\.net\\.NetClient.*")))
            .as("only server.media fetches");

    private static final ArchRule SQL_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("io.belvedere.server.account..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..");

    private static final ArchRule FAMILIES_AND_KERNELS_ARE_THE_ENGINES = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.belvedere.engine.model.*..", "io.belvedere.compute.cpu.vector..", "jdk.incubator.vector.."));

    /** Where the program is put together; all else takes the device that it is given. */
    private static final ArchRule DEVICE_CHOSEN_IN_ONE_PLACE = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.belvedere.server.cli.ModelArguments")
            .and()
            .doNotHaveFullyQualifiedName("io.belvedere.server.cli.KernelNames")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.belvedere.compute.cpu..");

    /** So that another library can take the sockets over. */
    private static final ArchRule SOCKETS_ARE_HIDDEN = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.belvedere.server.http..", "io.belvedere.server.media..", "io.belvedere.server.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..");

    /** A file that a stranger sent is opened in a process of its own. */
    private static final ArchRule PDF_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("io.belvedere.server.document.pdf..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.pdfbox..", "org.apache.fontbox..");

    /** What runs there needs nothing of the server around it. */
    private static final ArchRule PDF_ALONE = noClasses()
            .that()
            .resideInAPackage("io.belvedere.server.document.pdf..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.belvedere.server..", "io.belvedere.engine..", "org.slf4j..")
                    .and(not(resideInAPackage("io.belvedere.server.document.pdf.."))));

    /** What the engine is made of is told by its health alone; kinds of image files are no secret of its. */
    private static final ArchRule THE_API_KNOWS_NO_ENGINE = noClasses()
            .that()
            .resideInAPackage("io.belvedere.server.openai..")
            .and(not(nameMatching(".*\\.wire\\.HealthBody(\\$.*)?")))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.belvedere.engine..", "io.belvedere.compute..")
                    .and(not(resideInAPackage("io.belvedere.engine.image"))));

    /** Who puts the process together joins the routes of all rooms. */
    private static final ArchRule ROOMS_OF_ROUTES_ARE_APART = noClasses()
            .that()
            .resideInAPackage("io.belvedere.server.openai..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.belvedere.server.reference.."));

    @Test
    void theApiKnowsNoEngineAndNoOtherRoomsRoutes() {
        THE_API_KNOWS_NO_ENGINE.check(MODULE);
        ROOMS_OF_ROUTES_ARE_APART.check(MODULE);
    }

    @Test
    void theRulesOfTheApiSeeAnIntruder() {
        JavaClasses intruder = new ClassFileImporter().importClasses(EnginesFriend.class);

        assertThat(THE_API_KNOWS_NO_ENGINE.evaluate(intruder).getFailureReport().getDetails())
                .anyMatch(detail -> detail.contains("io.belvedere.engine.EngineStats"))
                .noneMatch(detail -> detail.contains("io.belvedere.engine.image.ImageFormat"));
        assertThat(ROOMS_OF_ROUTES_ARE_APART
                        .evaluate(intruder)
                        .getFailureReport()
                        .getDetails())
                .anyMatch(detail -> detail.contains("io.belvedere.server.reference.Reference"));
    }

    /** Durations that stations shorten by hand were forgotten by one of them. */
    @Test
    void aRequestsTimeHasOneForm() {
        JavaClasses all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.belvedere");

        assertThat(all.stream()
                        .filter(each -> each.getSimpleName().contains("Deadline"))
                        .map(JavaClass::getName))
                .containsExactly("io.belvedere.chat.Deadline");
    }

    @Test
    void onlyOnePackageKnowsThePdfLibrary() {
        PDF_IN_ONE_PLACE.check(MODULE);
        PDF_ALONE.check(MODULE);
    }

    @Test
    void onlyMediaFetches() {
        FETCHING_IN_ONE_PLACE.check(MODULE);
    }

    @Test
    void onlyAccountsUseSql() {
        SQL_IN_ONE_PLACE.check(MODULE);
    }

    @Test
    void knowsNoFamilyAndNoKernel() {
        FAMILIES_AND_KERNELS_ARE_THE_ENGINES.check(MODULE);
    }

    @Test
    void onlyTheCommandLineChoosesTheDevice() {
        DEVICE_CHOSEN_IN_ONE_PLACE.check(MODULE);
    }

    @Test
    void onlyHttpAndItsClientsKnowTheSocketLibrary() {
        SOCKETS_ARE_HIDDEN.check(MODULE);
    }

    @Test
    void theRulesSeeAnIntruder() {
        JavaClasses intruder = new ClassFileImporter().importClasses(Intruder.class);

        assertThat(FETCHING_IN_ONE_PLACE.evaluate(intruder).getFailureReport().getDetails())
                .anyMatch(detail -> detail.contains("java.net.http.HttpClient"))
                .noneMatch(detail -> detail.contains("java.net.InetAddress"));
        assertThat(DEVICE_CHOSEN_IN_ONE_PLACE
                        .evaluate(intruder)
                        .getFailureReport()
                        .getDetails())
                .anyMatch(detail -> detail.contains("io.belvedere.compute.cpu.CpuDevice"))
                .noneMatch(detail -> detail.contains("<io.belvedere.compute.Device"));
    }

    /** Breaks the rules. */
    private static final class Intruder {
        static int fetch(HttpClient client, URI address) throws Exception {
            InetAddress.getByName(address.getHost());
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }

        static Device device() {
            return new CpuDevice(KernelSetting.AUTO, 1);
        }
    }
}
