package io.belvedere.server.cli;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals that tell a server to stop. The first one is waited for; a second one ends the process at once, which a
 * shutdown hook could not do: the JVM hears no more signals while its hooks run.
 */
final class StopSignals {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);

    /** With their numbers: a process that one of them ends has 128 more as its status. */
    private static final Map<String, Integer> SIGNALS = Map.of("TERM", 15, "INT", 2, "HUP", 1);

    private static final int ENDED_BY_SIGNAL = 128;

    private final CountDownLatch told = new CountDownLatch(1);
    private final AtomicBoolean stopping = new AtomicBoolean();

    private StopSignals() {}

    /** From here on they are caught; one that this system does not have, or leaves to the JVM, is left as it is. */
    static StopSignals caught() {
        StopSignals signals = new StopSignals();
        for (String name : SIGNALS.keySet()) {
            try {
                signals.handle(name);
            } catch (ReflectiveOperationException e) {
                LOG.debug("the signal {} can't be caught", name, e);
            }
        }
        return signals;
    }

    /** By reflection: the compiler warns of this class, and its warnings are errors here. */
    private void handle(String name) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object ours = Proxy.newProxyInstance(
                handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        came(name);
                    }
                    return null;
                });
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
    }

    private void came(String name) {
        if (stopping.getAndSet(true)) {
            LOG.warn("a second signal, {}: ending at once", name);
            Runtime.getRuntime().halt(ENDED_BY_SIGNAL + SIGNALS.getOrDefault(name, 0));
        }
        told.countDown();
    }

    /** Returns when the first one has come. */
    void await() throws InterruptedException {
        told.await();
    }
}
