package dev.dyno.dynamo.dax;

import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Engines;
import dev.dyno.dynamo.Dynamo;
import dev.dyno.dynamo.http.Operations;
import dev.dyno.dynamo.http.Target;
import dev.dyno.dynamo.serve.DynamoOperations;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A real table behind the accelerator, in process, that notes what it is asked and can be held up. */
final class TestUpstream implements Upstream {

    private final EngineConfig config = EngineConfig.inMemory();
    private final Engine engine = Engines.named("btree").open(config);
    private final Dynamo dynamo = Dynamo.open(engine);
    private final Operations operations = new DynamoOperations(dynamo, config.durability());
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    /** Run after an operation was done and before its answer goes out. */
    private volatile Runnable beforeAnswer = () -> { };

    @Override
    public byte[] ask(Target target, byte[] request) {
        asked.add(target.operation());
        byte[] answer = call(target, request);
        beforeAnswer.run();
        return answer;
    }

    /** Around the accelerator. */
    String direct(String operation, String json) {
        return new String(call(target(operation), json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    /** Callers are confined to a thread, and tests ask from several. */
    private byte[] call(Target target, byte[] request) {
        try (Operations.Caller caller = operations.openCaller()) {
            return caller.call(target, request);
        }
    }

    void beforeAnswer(Runnable task) {
        beforeAnswer = task;
    }

    /** Operations since the last call of this, without descriptions of tables. */
    List<String> asked() {
        List<String> all = new ArrayList<>(asked);
        asked.clear();
        all.removeIf(operation -> operation.equals("DescribeTable"));
        return all;
    }

    static Target target(String operation) {
        return new Target(Target.Service.DYNAMODB, operation);
    }

    @Override
    public void close() {
        dynamo.close();
        engine.close();
        config.work().close();
    }
}
