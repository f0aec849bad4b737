package io.belvedere.server.document;

import io.belvedere.server.document.pdf.PageOptions;
import io.belvedere.server.document.pdf.PageRecord;
import io.belvedere.server.document.pdf.RenderMain;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A JVM that draws one document. It has no part in this one's memory, environment or log, and closing ends it, whatever
 * it does.
 */
final class RenderProcess implements AutoCloseable {
    /**
     * What a system needs to run a program and to find its files by name; keys that stand in the environment are none
     * of its business.
     */
    private static final Set<String> ENVIRONMENT =
            Set.of("PATH", "LD_LIBRARY_PATH", "SystemRoot", "LANG", "LC_ALL", "LC_CTYPE");

    private final Process process;
    private final PageOptions options;

    private RenderProcess(Process process, PageOptions options) {
        this.process = process;
        this.options = options;
    }

    /**
     * Starts it.
     *
     * @param memoryBytes of its heap
     * @param scratch a folder where it may note what fonts the machine has
     */
    static RenderProcess start(PageOptions options, long memoryBytes, Path scratch) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + memoryBytes,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // it lives for a second
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + scratch.resolve("crash"),
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + scratch,
                "-Dpdfbox.fontcache=" + scratch,
                "-Dorg.apache.commons.logging.LogFactory=org.apache.commons.logging.impl.LogFactoryImpl",
                "-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog",
                "-cp",
                System.getProperty("java.class.path"),
                RenderMain.class.getName()));
        command.addAll(options.arguments());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().retainAll(ENVIRONMENT);
        return new RenderProcess(builder.start(), options);
    }

    /**
     * Has it draw a document. The last record is no page.
     *
     * @throws TimeoutException if that takes longer
     * @throws IOException if it ended before it was done
     */
    List<PageRecord> draw(byte[] document, long millis) throws IOException, TimeoutException, InterruptedException {
        Thread.ofPlatform().daemon().name("document").start(() -> send(document));
        FutureTask<List<PageRecord>> records = new FutureTask<>(this::receive);
        Thread.ofPlatform().daemon().name("pages").start(records);
        try {
            return records.get(millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the process broke off", e.getCause());
        }
    }

    private void send(byte[] document) {
        try (OutputStream out = process.getOutputStream()) {
            out.write(document);
        } catch (IOException e) {
            // it ended early: what it wrote, or did not write, tells
        }
    }

    private List<PageRecord> receive() throws IOException {
        long left = options.mostBytes();
        List<PageRecord> records = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            do {
                PageRecord record = PageRecord.read(in, Math.min(left, 4 * options.mostPixels() + (1 << 16)));
                records.add(record);
                left -= record instanceof PageRecord.Page(byte[] png) ? png.length : 0;
            } while (records.getLast() instanceof PageRecord.Page && records.size() <= options.mostPages());
        }
        return records;
    }

    /** Returns when it is gone. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
