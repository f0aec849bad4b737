package io.belvedere.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher script, run in a made-up checkout whose JDK and Maven are scripts that print what they are told. */
class LauncherTest {
    private static final Path LAUNCHER =
            Path.of("..", "belvedere").toAbsolutePath().normalize();

    @TempDir
    private Path root;

    private Path checkout;
    private Path jdk;

    private record Run(int status, List<String> out, String err) {}

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = Files.createDirectory(root.resolve("a checkout"));
        Files.copy(LAUNCHER, checkout.resolve("belvedere"));
        for (String module : List.of("compute", "engine", "models/mini", "server")) {
            Files.createDirectories(checkout.resolve(module, "src", "main"));
            Files.writeString(checkout.resolve(module, "pom.xml"), "");
        }
        Files.writeString(checkout.resolve("pom.xml"), "");
        jdk = makeJdk("a jdk", "25.0.3");
        script(root.resolve("bin", "mvn"), "mkdir -p server/target/lib; echo \"$JAVA_HOME\" > built");
    }

    @Test
    void buildsOnFirstUseAndNotAgain() throws Exception {
        Run first = launch("--help");

        assertThat(first.err()).contains("belvedere: building (first use").contains("launcher-build.log");
        assertThat(checkout.resolve("built")).hasContent(jdk.toString());
        assertThat(launch("--help").err()).isEmpty();
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        launch();
        Path stamp = checkout.resolve("server/target/lib/.built");
        Files.writeString(checkout.resolve("engine/src/main/New.java"), "");
        Files.setLastModifiedTime(stamp, FileTime.fromMillis(0));

        assertThat(launch().err()).contains("the sources have changed");
    }

    @Test
    void takesOverFromABuildThatDied() throws Exception {
        long dead = new ProcessBuilder("/bin/sh", "-c", "exit")
                .start()
                .onExit()
                .get()
                .pid();
        Files.createDirectories(checkout.resolve("target"));
        Files.createSymbolicLink(checkout.resolve("target/launcher-build.lock"), Path.of(Long.toString(dead)));

        Run run = launch("--help");

        assertThat(run.err()).contains("waiting for another build").contains("building (first use");
        assertThat(run.out()).endsWith("--help");
    }

    @Test
    void showsTheErrorsOfAFailedBuild() throws Exception {
        script(root.resolve("bin", "mvn"), "echo '[INFO] fine'; echo '[ERROR] No.java: not Java'; exit 1");

        Run run = launch();

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("[ERROR] No.java: not Java").doesNotContain("[INFO]");
        assertThat(checkout.resolve("target/launcher-build.lock")).doesNotExist();
    }

    @Test
    void passesArgumentsOnAsTheyAre() throws Exception {
        Run run = launch("ask", "two  words", "", "*", "it's \"quoted\" $HOME", "--", "-x");

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .endsWith("ask", "two  words", "", "*", "it's \"quoted\" $HOME", "--", "-x")
                .contains("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void addsTheUsersJvmFlags() throws Exception {
        Run run = launch(Map.of("BELVEDERE_JAVA_OPTS", "-Xmx8g -Dx=*"), "serve");

        assertThat(run.out()).containsSubsequence("-Xmx8g", "-Dx=*", "-jar", "serve");
    }

    @Test
    void mapsTheArchiveOfClassesWhereThereIsOne() throws Exception {
        assertThat(launch("serve").out())
                .contains("-Xshare:auto")
                .noneMatch(flag -> flag.contains("SharedArchiveFile"));

        Path archive = Files.createFile(checkout.resolve("server/target/lib/belvedere.jsa"));

        assertThat(launch("serve").out()).contains("-XX:SharedArchiveFile=" + archive.toRealPath());
    }

    @ParameterizedTest
    @ValueSource(strings = {"17.0.15", "21.0.11", "25", "25.0.2", "26", "26.0.1"})
    void passesOverUnsuitableJdks(String version) throws Exception {
        Path unsuitable = makeJdk("unsuitable", version);

        Run run = launch(Map.of("JAVA_HOME", unsuitable.toString()));

        assertThat(run.out()).noneMatch(line -> line.startsWith("run by " + unsuitable));
    }

    @ParameterizedTest
    @ValueSource(strings = {"25.0.3", "25.0.3.0.1", "25.0.4", "25.0.12", "25.1.0"})
    void takesTheJdkOfJavaHome(String version) throws Exception {
        Path suitable = makeJdk("suitable", version);

        Run run = launch(Map.of("JAVA_HOME", suitable.toString()));

        assertThat(run.out()).first().isEqualTo("run by " + suitable);
    }

    @Test
    void runsADistributionByItsOwnRuntimeThroughALink() throws Exception {
        Path home = root.resolve("unpacked");
        script(home.resolve("runtime/bin/java"), "printf '%s\\n' \"$@\"");
        Files.createDirectories(home.resolve("bin"));
        Files.copy(LAUNCHER, home.resolve("bin", "belvedere"));
        Path link = Files.createSymbolicLink(root.resolve("link"), Path.of("unpacked", "bin", "belvedere"));

        Run run = launch(link, Map.of("PATH", "/usr/bin:/bin"), "--help");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).endsWith(home.toRealPath() + "/bin/../lib/belvedere-server.jar", "--help");
    }

    /** Run by the JVM of this test, which says what encoding it would read names in. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "LANG=C",
                "LANG=de_DE.UTF-8",
                "LC_ALL=xx_XX.UTF-8",
                "LC_ALL=de_DE.ISO-8859-1",
                "LANG=C.UTF-8 LC_TIME=de_DE.UTF-8",
                "LC_CTYPE=UTF-8 LC_MESSAGES=xx",
                "LC_ALL= LANG=tr_TR.UTF-8 LC_NUMERIC=nowhere"
            })
    void namesAreReadAsUtf8WhateverTheLocale(String variables) throws Exception {
        script(
                jdk.resolve("bin/java"),
                "exec '" + System.getProperty("java.home") + "/bin/java' -XshowSettings:properties -version 2>&1");
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables.split(" ")) {
            if (!variable.isEmpty()) {
                environment.put(
                        variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1));
            }
        }

        Run run = launch(environment, "--version");

        assertThat(run.out()).contains("    sun.jnu.encoding = UTF-8").contains("    user.language = en");
    }

    /** What would be opened next would get the number of a closed stream. */
    @ParameterizedTest
    @ValueSource(strings = {"<&-", ">&-", "2>&-", "<&- >&- 2>&-"})
    void closedStreamsAreNotLeftForFilesToTake(String closing) throws Exception {
        Path found = root.resolve("found");
        script(
                jdk.resolve("bin/java"),
                "exec 9>'" + found + "'; for n in 0 1 2; do [ ! -e /proc/self/fd/$n ] || echo $n open >&9; done\n"
                        + "echo lost 2>/dev/null || echo lost >&9");
        launch("--version"); // builds

        String command = "exec '" + checkout.resolve("belvedere") + "' " + closing;
        Process process = builder(List.of("/bin/sh", "-c", command), Map.of())
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();

        assertThat(process.waitFor()).isZero();
        List<String> lost = closing.matches("(.* )?>&-.*") ? List.of("lost") : List.of();
        assertThat(Files.readAllLines(found))
                .startsWith("0 open", "1 open", "2 open")
                .endsWith(lost.toArray(String[]::new))
                .hasSize(3 + lost.size());
    }

    private Path makeJdk(String name, String version) throws IOException {
        Path home = Files.createDirectory(root.resolve(name));
        script(home.resolve("bin", "java"), "printf '%s\\n' 'run by " + home + "' \"$@\"");
        script(home.resolve("bin", "javac"), "exit 1");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private void script(Path file, String commands) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\ncd '" + checkout + "'\n" + commands + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Run launch(String... arguments) throws Exception {
        return launch(Map.of(), arguments);
    }

    private Run launch(Map<String, String> environment, String... arguments) throws Exception {
        return launch(checkout.resolve("belvedere"), environment, arguments);
    }

    private Run launch(Path launcher, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
        command.addAll(List.of(arguments));
        Path out = root.resolve("out");
        Path err = root.resolve("err");
        int status = builder(command, environment)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new Run(status, Files.readAllLines(out, UTF_8), Files.readString(err, UTF_8));
    }

    private ProcessBuilder builder(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", root.resolve("bin") + ":/usr/bin:/bin");
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().putAll(environment);
        return builder;
    }
}
