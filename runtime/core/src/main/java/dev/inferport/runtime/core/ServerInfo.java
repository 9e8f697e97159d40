package dev.inferport.runtime.core;

import java.util.List;

/**
 * What the server says of itself.
 *
 * @param name for clients and logs
 * @param version of the server
 * @param extensions of the V2 protocol that it offers
 */
public record ServerInfo(String name, String version, List<String> extensions) {

    public ServerInfo {
        extensions = List.copyOf(extensions);
    }
}
