package dev.inferport.adapter.s3;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** S3Proxy as a process: it checks signatures, which no fake of ours would prove. */
public final class S3Emulator implements AutoCloseable {

    public static final String ID = "emulator-id";
    public static final String SECRET = "emulator-secret";

    private final Path buckets;
    private final int port;
    private final Process process;

    /** Starts it, with its data below a folder. */
    public S3Emulator(Path folder) throws IOException {
        buckets = Files.createDirectories(folder.resolve("buckets"));
        port = freePort();
        var properties = Files.writeString(folder.resolve("s3proxy.conf"), """
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """.formatted(port, ID, SECRET, buckets));
        var classPath =
                Files.readString(Path.of(System.getProperty("emulator.classpath.file", "target/emulator.classpath")));
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        classPath.strip(),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        properties.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("s3proxy.log").toFile())
                .start();
        await("the emulator to listen").atMost(Duration.ofMinutes(2)).until(this::listens);
    }

    /** Where it listens. */
    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** Objects are the files below it. */
    public Path bucket(String name) throws IOException {
        return Files.createDirectories(buckets.resolve(name));
    }

    void put(String bucket, Map<String, String> objects) throws IOException {
        for (var object : objects.entrySet()) {
            var file = bucket(bucket).resolve(object.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, object.getValue(), StandardCharsets.UTF_8);
        }
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the emulator ended with " + process.exitValue());
        }
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
