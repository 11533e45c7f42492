package dev.dyno.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Engines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The requests of {@code beside-local.txt} and {@code statements-beside-local.txt}, put to DynamoDB Local and to this
 * one: the answers and the messages must be the same. Where Local is known to differ from Amazon's, the line after the
 * request says, behind {@code !}, what Amazon's answers; then that is what is expected of ours.
 */
class BesideLocalTest {

    @ParameterizedTest
    @ValueSource(strings = {"beside-local.txt", "statements-beside-local.txt"})
    void bothAnswerTheSame(String file) throws Exception {
        List<String> differences = new ArrayList<>();
        int asked = 0;
        try (Local local = new Local(); Api api = new Api(Stacks.streamed(Engines.named("btree")))) {
            List<String> lines = lines(file);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                String operation = line.substring(0, line.indexOf(' '));
                String json = json(operation, line.substring(line.indexOf(' ') + 1));
                operation = operation.equals("PartiQL") ? "ExecuteStatement" : operation;
                String theirs = local.ask(operation, json);
                String ours = Local.ours(api, operation, json);
                asked++;
                boolean pinned = i + 1 < lines.size() && lines.get(i + 1).startsWith("!");
                String expected = pinned ? lines.get(++i).substring(1).trim() : theirs;
                if (!expected.strip().equals(ours.strip())) {
                    differences.add(line + "\n    expected " + expected + "\n    ours     " + ours);
                }
                if (pinned && theirs.equals(ours)) {
                    differences.add(line + "\n    Local does not differ here any more");
                }
            }
        }
        assertTrue(asked > 100, "requests: " + asked);
        assertEquals("", String.join("\n", differences), differences.size() + " of " + asked + " answers differ");
    }

    /** A statement stands as it is behind {@code PartiQL}; in JSON its quotes are carets. */
    static String json(String operation, String text) {
        return operation.equals("PartiQL") ? Api.JSON.createObjectNode().put("Statement", text).toString()
                : Api.quoted(text).replace('^', '\'');
    }

    static List<String> lines(String file) throws IOException {
        String text = new String(BesideLocalTest.class.getResourceAsStream(file).readAllBytes(),
                StandardCharsets.UTF_8);
        return text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    }
}
