package dev.dyno.bench.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dyno.dynamo.dax.Upstream;
import dev.dyno.dynamo.http.Target;
import dev.dyno.dynamo.http.WireError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Asks an endpoint in JSON. Confined to a thread. */
final class Asker {

    static final ObjectMapper JSON = new ObjectMapper();

    private final Upstream endpoint;

    Asker(Upstream endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * @throws IllegalArgumentException with the answer, if it tells of an error
     * @throws IOException if there is none
     */
    JsonNode ask(String operation, JsonNode request) throws IOException {
        try {
            return JSON.readTree(endpoint.ask(new Target(Target.Service.DYNAMODB, operation),
                    JSON.writeValueAsBytes(request)));
        } catch (WireError e) {
            throw new IllegalArgumentException(operation + " was refused: "
                    + new String(e.body(), StandardCharsets.UTF_8), e);
        } catch (Upstream.UnknownOutcomeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
