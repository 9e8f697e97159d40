package dev.inferport.bench;

/**
 * A server to measure, on the loopback interface.
 *
 * @param name for the table
 * @param grpcPort where it answers ModelInfer
 * @param httpPort where it answers REST
 * @param pid its process, or 0 where its memory is not to be measured
 */
record Target(String name, int grpcPort, int httpPort, long pid) {

    /**
     * Reads {@code NAME=GRPC_PORT/HTTP_PORT[/PID]}.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Target parse(String text) {
        String[] halves = text.split("=", 2);
        String[] numbers = halves.length == 2 ? halves[1].split("/", -1) : new String[0];
        if (numbers.length < 2 || numbers.length > 3) {
            throw new IllegalArgumentException("target: '" + text + "' (expected: NAME=GRPC_PORT/HTTP_PORT[/PID])");
        }
        long pid = numbers.length == 3 ? Long.parseLong(numbers[2]) : 0;
        return new Target(halves[0], Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), pid);
    }
}
