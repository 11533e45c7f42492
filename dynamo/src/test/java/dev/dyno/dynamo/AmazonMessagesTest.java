package dev.dyno.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Engines;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What Amazon's answers, whatever DynamoDB Local does: every request of {@code amazon-messages.txt} with its answer.
 * The facts are those that the public suite {@code dynamodb-conformance} recorded in Amazon's regions; where these
 * differ, what most of them say (decision 0093).
 *
 * <p>A request is a line, its answer the next behind {@code !}; without one it succeeds, whatever it says. An ellipsis
 * stands for anything, {@code @a256@} for 256 times the letter a.
 */
class AmazonMessagesTest {

    @Test
    void oursAreTheSame() throws Exception {
        List<String> differences = new ArrayList<>();
        int pinned = 0;
        try (Api api = new Api(Engines.named("btree"))) {
            List<String> lines = BesideLocalTest.lines("amazon-messages.txt");
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                String operation = line.substring(0, line.indexOf(' '));
                String json = BesideLocalTest.json(operation, written(line.substring(line.indexOf(' ') + 1)));
                operation = operation.equals("PartiQL") ? "ExecuteStatement" : operation;
                String ours = Local.ours(api, operation, json);
                boolean hasAnswer = i + 1 < lines.size() && lines.get(i + 1).startsWith("!");
                String expected = hasAnswer ? written(lines.get(++i).substring(1).trim()) : "{…";
                pinned += hasAnswer ? 1 : 0;
                if (!isAnswer(expected, ours)) {
                    differences.add(line + "\n    expected " + expected + "\n    ours     " + ours);
                }
            }
        }
        assertTrue(pinned > 100, "answers: " + pinned);
        assertEquals("", String.join("\n", differences), differences.size() + " of " + pinned + " answers differ");
    }

    private static boolean isAnswer(String expected, String ours) {
        int any = expected.indexOf('…');
        return any < 0 ? expected.equals(ours)
                : ours.startsWith(expected.substring(0, any)) && ours.endsWith(expected.substring(any + 1));
    }

    private static String written(String text) {
        return text.replace("@a256@", "a".repeat(256));
    }
}
