package dev.inferport.mesh;

import java.util.Map;

/**
 * What the node holds at one moment, in units of 8 KiB.
 *
 * @param capacity what the runtime offers
 * @param unloadBuffer the part of it that is kept free for models being unloaded
 * @param used weight of all copies, loaded or on their way
 * @param unloading weight of copies that are given up and not unloaded yet
 * @param weights weight of each copy by model id
 */
public record MeshState(long capacity, long unloadBuffer, long used, long unloading, Map<String, Long> weights) {

    public MeshState {
        weights = Map.copyOf(weights);
    }
}
