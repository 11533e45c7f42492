package dev.dyno.bench.cli;

import dev.dyno.dynamo.dax.HttpUpstream;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which DynamoDB endpoint a verb asks; keys are those of the usual environment variables, if they are set. */
final class EndpointChoice {

    /** Where signatures do not count any will do. */
    private static final String ANY_KEY = "dyno";

    @Option(names = "--endpoint", paramLabel = "URL", description = "Whom to ask; default: ${DEFAULT-VALUE}.")
    private String url = "http://127.0.0.1:8000";

    @Option(names = "--region", paramLabel = "NAME", description = "To sign with; default: ${DEFAULT-VALUE}.")
    private String region = "us-east-1";

    HttpUpstream open() {
        Map<String, String> environment = System.getenv();
        return new HttpUpstream(url, region, environment.getOrDefault("AWS_ACCESS_KEY_ID", ANY_KEY),
                environment.getOrDefault("AWS_SECRET_ACCESS_KEY", ANY_KEY));
    }
}
