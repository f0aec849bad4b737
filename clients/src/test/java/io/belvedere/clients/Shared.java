package io.belvedere.clients;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one {@link MiniServer} and one {@link Gallery} that it may fetch from; both end after the last test of
 * all classes.
 */
final class Shared implements ParameterResolver {
    private record Place(MiniServer server, Gallery gallery) implements AutoCloseable {
        static Place open() {
            Gallery gallery = new Gallery();
            try {
                return new Place(new MiniServer("--allow-media-host", gallery.host()), gallery);
            } catch (Exception e) {
                gallery.close();
                throw new IllegalStateException("the server does not start", e);
            }
        }

        @Override
        public void close() {
            server.close();
            gallery.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == MiniServer.class || type == Gallery.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Place place = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Place.class, key -> Place.open(), Place.class);
        return parameter.getParameter().getType() == Gallery.class ? place.gallery() : place.server();
    }
}
