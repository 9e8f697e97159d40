package dev.inferport.mesh;

import dev.inferport.wire.mmesh.RuntimeStatusResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which methods of the runtime may be called through the mesh, and where their requests carry the model id.
 *
 * @param idPaths field numbers down to the id by {@code package.Service/Method}; an empty path means "nothing to write"
 * @param anyMethod whether methods that are not listed may be called too
 */
record MethodPolicy(Map<String, List<Integer>> idPaths, boolean anyMethod) {

    private static final String MANAGEMENT = "mmesh.ModelRuntime/";

    MethodPolicy {
        idPaths = Map.copyOf(idPaths);
    }

    static MethodPolicy from(RuntimeStatusResponse status) {
        var paths = new TreeMap<String, List<Integer>>();
        status.getMethodInfosMap()
                .forEach((method, info) -> paths.put(method, List.copyOf(info.getIdInjectionPathList())));
        return new MethodPolicy(paths, status.getAllowAnyMethod() || paths.isEmpty());
    }

    boolean allows(String method) {
        return !method.startsWith(MANAGEMENT) && (anyMethod || idPaths.containsKey(method));
    }

    /** Where the id goes; empty = the message is passed on as it is. */
    List<Integer> idPath(String method) {
        return idPaths.getOrDefault(method, List.of());
    }
}
