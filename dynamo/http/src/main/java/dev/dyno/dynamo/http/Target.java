package dev.dyno.dynamo.http;

/**
 * What a request asks for, from its header {@code X-Amz-Target}.
 *
 * @param operation a name of letters only; whether there is such an operation is not known yet
 */
public record Target(Service service, String operation) {

    /** Back to nothing, without a restart; also {@code DELETE /} where signatures do not count. */
    public static final Target RESET = new Target(Service.DYNO, "Reset");

    private static final int NAME_LENGTH_MAX = 64;

    /** The services that share the port, by their names on the wire: Amazon's two, and what Amazon's has not. */
    public enum Service {
        DYNAMODB("DynamoDB_20120810"),
        STREAMS("DynamoDBStreams_20120810"),
        DYNO("Dyno");

        private final String wireName;

        Service(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    /** @throws WireError UnknownOperationException unless it has the form {@code Service.Operation} */
    public static Target parse(String header) {
        int dot = header.indexOf('.');
        if (dot > 0) {
            for (Service service : Service.values()) {
                if (service.wireName.length() == dot && header.startsWith(service.wireName)) {
                    return new Target(service, name(header, dot + 1));
                }
            }
        }
        throw WireError.unknownOperation();
    }

    private static String name(String header, int from) {
        int length = header.length() - from;
        boolean letters = length > 0 && length <= NAME_LENGTH_MAX;
        for (int i = from; letters && i < header.length(); i++) {
            char c = header.charAt(i);
            letters = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
        }
        if (!letters) {
            throw WireError.unknownOperation();
        }
        return header.substring(from);
    }
}
