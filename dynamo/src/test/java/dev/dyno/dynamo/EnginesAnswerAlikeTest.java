package dev.dyno.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Capability;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Engines;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every request that is compared with DynamoDB Local, put to every engine in the tree: all answers are the same, bare
 * and under capture and cache. Engines are compared with the model, which is simple enough to be believed.
 */
class EnginesAnswerAlikeTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allEnginesAnswerAsTheModelDoes(boolean layered) throws Exception {
        List<String> model = answers(stack(Engines.named("model"), layered));
        assertTrue(model.size() > 700, "requests: " + model.size());
        for (EngineProvider engine : Engines.all()) {
            if (!engine.capabilities().contains(Capability.LOCAL)) {
                continue;
            }
            List<String> found = answers(stack(engine, layered));
            for (int i = 0; i < model.size(); i++) {
                assertEquals(model.get(i), found.get(i), engine.name() + (layered ? " with layers" : ""));
            }
        }
    }

    private static EngineProvider stack(EngineProvider engine, boolean layered) {
        return layered ? Stacks.layered(engine) : engine;
    }

    private static List<String> answers(EngineProvider stack) throws Exception {
        List<String> all = new ArrayList<>();
        for (String file : List.of("beside-local.txt", "statements-beside-local.txt")) {
            try (Api api = new Api(stack)) {
                for (String line : BesideLocalTest.lines(file)) {
                    if (!line.startsWith("!")) {
                        String operation = line.substring(0, line.indexOf(' '));
                        String json = BesideLocalTest.json(operation, line.substring(line.indexOf(' ') + 1));
                        all.add(line + "\n" + Local.ours(api,
                                operation.equals("PartiQL") ? "ExecuteStatement" : operation, json));
                    }
                }
            }
        }
        return all;
    }
}
