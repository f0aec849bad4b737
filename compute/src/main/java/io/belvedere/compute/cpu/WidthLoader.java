package io.belvedere.compute.cpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Defines its own copy of the vector kernels' classes, for a width other than the processor's preferred one. A width
 * must be a constant of the classes that use it for their loops to compile to vector instructions, so each width needs
 * a copy.
 */
public final class WidthLoader extends ClassLoader {
    private final String prefix;
    private final int bits;

    WidthLoader(String packageName, int bits) {
        super(WidthLoader.class.getClassLoader());
        this.prefix = packageName + ".";
        this.bits = bits;
    }

    /** Width in bits of this copy's vectors. */
    public int bits() {
        return bits;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(prefix)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : copy(name);
        }
    }

    private Class<?> copy(String name) throws ClassNotFoundException {
        try (InputStream bytes = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] code = bytes.readAllBytes();
            return defineClass(name, code, 0, code.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
