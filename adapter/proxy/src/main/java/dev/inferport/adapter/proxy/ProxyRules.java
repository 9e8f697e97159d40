package dev.inferport.adapter.proxy;

import java.util.Set;

/**
 * Which methods are forwarded, and how.
 *
 * @param unaryMethods full names ({@code package.Service/Method}) of methods known to be unary, which saves a flush per
 *     direction; a method that streams hangs if it is listed here, so anything unknown must be left out
 * @param reservedPackages protobuf packages served by this process and never forwarded; a method of theirs that isn't
 *     registered locally is UNIMPLEMENTED
 */
public record ProxyRules(Set<String> unaryMethods, Set<String> reservedPackages) {

    private static final Set<String> V2_UNARY = Set.of(
            "inference.GRPCInferenceService/ModelInfer",
            "inference.GRPCInferenceService/ModelMetadata",
            "inference.GRPCInferenceService/ModelReady",
            "inference.GRPCInferenceService/ServerLive",
            "inference.GRPCInferenceService/ServerMetadata",
            "inference.GRPCInferenceService/ServerReady");

    public ProxyRules {
        unaryMethods = Set.copyOf(unaryMethods);
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
        return new ProxyRules(V2_UNARY, reservedPackages);
    }

    boolean isReserved(String methodName) {
        for (String name : reservedPackages) {
            if (methodName.startsWith(name) && methodName.startsWith(".", name.length())) {
                return true;
            }
        }
        return false;
    }

    boolean isUnary(String methodName) {
        return unaryMethods.contains(methodName);
    }
}
