package dev.dyno.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Capability;
import dev.dyno.api.EngineProvider;
import dev.dyno.api.Engines;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.error.ErrorType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Transactions: whole or not at all, once for a token, and in conflict when others write; and throughput enforced. */
class TransactionApiTest {

    private static final int THREADS = 4;
    private static final int ROUNDS = 50;

    static List<EngineProvider> stacks() {
        return Stacks.with(Capability.ATOMIC_BATCH_ACROSS_PARTITIONS);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("stacks")
    void aTokenCountsOnceForTenMinutes(EngineProvider provider) {
        try (Api api = new Api(provider)) {
            api.table("tab", "S", "N");
            String add = "{'TransactItems':[{'Update':{'TableName':'tab','Key':{'p':{'S':'a'},'s':{'N':'1'}},"
                    + "'UpdateExpression':'ADD n :n','ExpressionAttributeValues':{':n':{'N':'%d'}}}}],"
                    + "'ClientRequestToken':'token'}";
            api.call("TransactWriteItems", add.formatted(1));
            api.reopen();
            api.call("TransactWriteItems", add.formatted(1));
            assertEquals("1", counter(api));
            assertTrue(api.fail("TransactWriteItems", add.formatted(2))
                    .startsWith("IdempotentParameterMismatchException"));
            api.clock.advance(TimeUnit.MINUTES.toNanos(11));
            api.call("TransactWriteItems", add.formatted(2));
            assertEquals("3", counter(api));
        }
    }

    private static String counter(Api api) {
        return api.ask("GetItem", "{'TableName':'tab','Key':{'p':{'S':'a'},'s':{'N':'1'}},'ConsistentRead':true}")
                .path("Item").path("n").path("N").asText();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("stacks")
    void transfersKeepTheSumWhileAllConflict(EngineProvider provider) throws InterruptedException {
        try (Api api = new Api(provider)) {
            api.table("tab", "S", "N");
            AtomicInteger done = new AtomicInteger();
            AtomicInteger conflicts = new AtomicInteger();
            List<Throwable> failures = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    try (DynamoSession session = api.dynamo.openSession()) {
                        transfer(session, done, conflicts);
                    } catch (RuntimeException | Error e) {
                        synchronized (failures) {
                            failures.add(e);
                        }
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(List.of(), failures);
            assertEquals(THREADS * ROUNDS, done.get());
            assertEquals("" + -done.get(), counter(api));
            assertEquals("" + done.get(), api.ask("GetItem", "{'TableName':'tab','ConsistentRead':true,"
                    + "'Key':{'p':{'S':'b'},'s':{'N':'1'}}}").path("Item").path("n").path("N").asText());
            String both = "{'TransactItems':[{'Get':{'TableName':'tab','Key':{'p':{'S':'a'},'s':{'N':'1'}}}},"
                    + "{'Get':{'TableName':'tab','Key':{'p':{'S':'zz'},'s':{'N':'1'}}}}]}";
            assertEquals(2, api.ask("TransactGetItems", both).path("Responses").size());
        }
    }

    /** Takes from one and gives to the other, again after a conflict. */
    private static void transfer(DynamoSession session, AtomicInteger done, AtomicInteger conflicts) {
        byte[] body = Api.quoted("{'TransactItems':["
                + "{'Update':{'TableName':'tab','Key':{'p':{'S':'a'},'s':{'N':'1'}},'UpdateExpression':'ADD n :n',"
                + "'ExpressionAttributeValues':{':n':{'N':'-1'}}}},"
                + "{'Update':{'TableName':'tab','Key':{'p':{'S':'b'},'s':{'N':'1'}},'UpdateExpression':'ADD n :n',"
                + "'ExpressionAttributeValues':{':n':{'N':'1'}}}}]}").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < ROUNDS;) {
            try {
                session.execute("TransactWriteItems", body, 0, body.length);
                done.incrementAndGet();
                i++;
            } catch (DynamoError e) {
                if (e.type() != ErrorType.TRANSACTION_CANCELED || !e.extra().contains("TransactionConflict")) {
                    throw e;
                }
                conflicts.incrementAndGet();
            }
        }
    }

    @Test
    void throughputIsEnforcedByTheClock() {
        try (Api api = new Api(Engines.named("btree"), DynamoOptions.STANDARD.withThrottled(true))) {
            api.call("CreateTable", "{'TableName':'tab','ProvisionedThroughput':{'ReadCapacityUnits':1,"
                    + "'WriteCapacityUnits':1},'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'}],"
                    + "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}]}");
            String put = "{'TableName':'tab','Item':{'p':{'S':'a'}}}";
            int burst = 0;
            String refused = "";
            while (refused.isEmpty() && burst < 1000) {
                try {
                    api.call("PutItem", put);
                    burst++;
                } catch (DynamoError e) {
                    refused = e.type().shortName();
                }
            }
            assertEquals("ProvisionedThroughputExceededException", refused);
            assertEquals(301, burst, "300 seconds' worth, and the one that goes below");
            api.expect("BatchWriteItem", "{'RequestItems':{'tab':[{'PutRequest':{'Item':{'p':{'S':'a'}}}}]}}",
                    "{'UnprocessedItems':{'tab':[{'PutRequest':{'Item':{'p':{'S':'a'}}}}]}}");
            api.clock.advance(TimeUnit.SECONDS.toNanos(2));
            api.call("PutItem", put);
        }
    }
}
