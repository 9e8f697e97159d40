package dev.inferport.adapter.server;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The puller's command line: everything comes from the environment. */
@Command(
        name = "puller",
        mixinStandardHelpOptions = true,
        description = "Pulls models for any runtime that speaks mmesh.ModelRuntime, and stands in front of it.",
        footer = {
            "",
            "Environment:",
            "  PORT                         8084, on the loopback interface",
            "  PULLER_ENDPOINT              port:N or unix:/path, instead; with PULLER_SOCKET_MODE, such as 660",
            "  PULLER_ADMIN_PORT            0 = off; /live, /ready, /metrics and /loglevel over HTTP",
            "  PULLER_TLS_*                 TLS: CERT_FILE, KEY_FILE, CLIENT_CA_FILE, CLIENT_AUTH; PULLER_ADMIN_TLS_* too",
            "  MODEL_SERVER_ENDPOINT        port:8085; port:N or unix:/path",
            "  MODEL_SERVER_TLS_*           TLS: CA_FILE, CERT_FILE, KEY_FILE, SERVER_NAME",
            "  ROOT_MODEL_DIR               /models",
            "  STORAGE_CONFIG_DIR           /storage-config",
            "  PVC_MOUNTS_DIR               /pvc_mounts",
            "  LOCAL_FILES_DIR              off; what storage of type file may read",
            "  LOG_LEVEL, LOG_FORMAT        INFO, TEXT (or JSON)"
        })
final class PullerCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        return Main.puller();
    }
}
