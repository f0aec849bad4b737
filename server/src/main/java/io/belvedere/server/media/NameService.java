package io.belvedere.server.media;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host name. */
@FunctionalInterface
public interface NameService {
    /** The machine's own resolver. */
    NameService OF_THIS_MACHINE = host -> List.of(InetAddress.getAllByName(host));

    /** All addresses, at least one; may block. */
    List<InetAddress> addressesOf(String host) throws UnknownHostException;
}
