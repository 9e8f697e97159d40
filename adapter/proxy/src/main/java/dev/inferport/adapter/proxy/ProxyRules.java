package dev.inferport.adapter.proxy;

import java.util.Set;

/**
 * Which methods are forwarded, and how.
 *
 * @param unaryMethods full names ({@code package.Service/Method}) of methods known to be unary, which saves a flush per
 *     direction; a method that streams hangs if it is listed here, so anything unknown must be left out
 * @param modelMethods full names of methods whose requests name the model in field 1; where the metadata has a model id
 *     too, the request is made to agree
 * @param reservedPackages protobuf packages served by this process and never forwarded; a method of theirs that isn't
 *     registered locally is UNIMPLEMENTED
 * @param callsPerModel how many calls with one model id in their metadata may be under way, others are refused with
 *     RESOURCE_EXHAUSTED; 0 = no limit
 */
public record ProxyRules(
        Set<String> unaryMethods, Set<String> modelMethods, Set<String> reservedPackages, int callsPerModel) {

    private static final Set<String> V2_UNARY = Set.of(
            "inference.GRPCInferenceService/ModelInfer",
            "inference.GRPCInferenceService/ModelMetadata",
            "inference.GRPCInferenceService/ModelReady",
            "inference.GRPCInferenceService/ServerLive",
            "inference.GRPCInferenceService/ServerMetadata",
            "inference.GRPCInferenceService/ServerReady");

    private static final Set<String> V2_MODEL = Set.of(
            "inference.GRPCInferenceService/ModelInfer",
            "inference.GRPCInferenceService/ModelMetadata",
            "inference.GRPCInferenceService/ModelReady",
            "inference.GRPCInferenceService/ModelStreamInfer");

    public ProxyRules {
        unaryMethods = Set.copyOf(unaryMethods);
        modelMethods = Set.copyOf(modelMethods);
        reservedPackages = Set.copyOf(reservedPackages);
        for (String method : unaryMethods) {
            if (!method.matches("[^/]+/[^/]+")) {
                throw new IllegalArgumentException("unary method: '" + method + "' (expected: package.Service/Method)");
            }
        }
        for (String name : reservedPackages) {
            if (name.isEmpty() || name.contains("/") || name.endsWith(".")) {
                throw new IllegalArgumentException(
                        "reserved package: '" + name + "' (expected: a protobuf package, such as a.b)");
            }
        }
    }

    /**
     * Rules for a runtime that speaks the V2 protocol: its unary methods are known, everything else is forwarded as a
     * stream.
     */
    public static ProxyRules v2(Set<String> reservedPackages) {
        return new ProxyRules(V2_UNARY, V2_MODEL, reservedPackages, 0);
    }

    /** The same rules with another limit of calls per model; 0 = no limit. */
    public ProxyRules withCallsPerModel(int limit) {
        return new ProxyRules(unaryMethods, modelMethods, reservedPackages, limit);
    }

    /** Whether the method is one that these rules know by name. */
    public boolean names(String methodName) {
        return unaryMethods.contains(methodName) || modelMethods.contains(methodName);
    }

    boolean isReserved(String methodName) {
        for (String name : reservedPackages) {
            if (methodName.startsWith(name) && methodName.startsWith(".", name.length())) {
                return true;
            }
        }
        return false;
    }

    boolean namesModel(String methodName) {
        return modelMethods.contains(methodName);
    }

    boolean isUnary(String methodName) {
        return unaryMethods.contains(methodName);
    }
}
