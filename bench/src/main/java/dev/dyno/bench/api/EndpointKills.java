package dev.dyno.bench.api;

import dev.dyno.api.run.Clock;
import dev.dyno.bench.serve.ServeOptions;
import dev.dyno.bench.serve.Served;
import dev.dyno.dynamo.http.HttpOptions;
import dev.dyno.dynamo.operation.IndexCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.IntConsumer;

/**
 * An endpoint in a process of its own, killed with SIGKILL while clients write, and opened again on what is left. Each
 * writer writes pairs in transactions and then counts the pair in an item of its own; the table has an index and a
 * stream. Afterwards {@link KillEvidence} says whether everything acknowledged is there, transactions are whole, the
 * index is what the table makes of it, and the stream tells every change once.
 *
 * <p>Threads: one.
 */
public final class EndpointKills {

    private static final int WRITERS = 2;
    private static final String STREAM =
            "\"StreamSpecification\":{\"StreamEnabled\":true,\"StreamViewType\":\"NEW_IMAGE\"}";

    private final String engine;
    private final Path directory;
    private final Path home;
    private final int pairs;

    /**
     * @param directory for data and output; empty
     * @param home the checkout with its launcher; null: a JVM on this one's class path
     * @param pairs each writer is acknowledged before the kill, at least
     */
    public EndpointKills(String engine, Path directory, Path home, int pairs) {
        this.engine = engine;
        this.directory = directory;
        this.home = home;
        this.pairs = pairs;
    }

    /**
     * What one writer was told.
     *
     * @param name begins its keys
     * @param pairs acknowledged: those numbered below; the next may be there or not
     * @param counts acknowledged
     */
    record Writer(String name, int pairs, int counts) {
    }

    /**
     * @param progress told the rounds that are done
     * @return what was wrong after the first round that was not fine; empty if nothing
     */
    public List<String> run(int rounds, IntConsumer progress) throws IOException, InterruptedException {
        List<Writer> writers = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            try (ServerProcess server = start()) {
                if (round == 0) {
                    create(server.port());
                }
                writers.addAll(killWhileWriting(server, round));
            }
            List<String> wrong = check(writers);
            if (!wrong.isEmpty()) {
                return wrong;
            }
            progress.accept(round + 1);
        }
        return List.of();
    }

    private ServerProcess start() throws IOException {
        return home == null ? Contenders.dyno(engine, "PROCESS", directory)
                : Contenders.launched(home, engine, "PROCESS", directory);
    }

    private static void create(int port) {
        try (HttpLoad client = new HttpLoad(port, 1)) {
            client.ask("CreateTable", "{\"TableName\":\"pairs\",\"BillingMode\":\"PAY_PER_REQUEST\","
                    + "\"KeySchema\":[{\"AttributeName\":\"pk\",\"KeyType\":\"HASH\"}],\"AttributeDefinitions\":["
                    + "{\"AttributeName\":\"pk\",\"AttributeType\":\"S\"},"
                    + "{\"AttributeName\":\"pair\",\"AttributeType\":\"S\"}],"
                    + "\"GlobalSecondaryIndexes\":[{\"IndexName\":\"by-pair\",\"KeySchema\":["
                    + "{\"AttributeName\":\"pair\","
                    + "\"KeyType\":\"HASH\"}],\"Projection\":{\"ProjectionType\":\"ALL\"}}]," + STREAM + "}");
        }
    }

    private List<Writer> killWhileWriting(ServerProcess server, int round) throws InterruptedException {
        CountDownLatch enough = new CountDownLatch(WRITERS);
        List<FutureTask<Writer>> tasks = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String name = "r" + round + "w" + i;
            FutureTask<Writer> task = new FutureTask<>(() -> write(server.port(), name, enough));
            tasks.add(task);
            Thread.ofPlatform().start(task);
        }
        enough.await();
        server.kill();
        List<Writer> writers = new ArrayList<>();
        for (FutureTask<Writer> task : tasks) {
            try {
                writers.add(task.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("a writer failed before the kill", e.getCause());
            }
        }
        return writers;
    }

    /** Until the process is gone. */
    private Writer write(int port, String name, CountDownLatch enough) {
        int done = 0;
        int counted = 0;
        try (HttpLoad client = new HttpLoad(port, 1)) {
            while (true) {
                client.ask("TransactWriteItems", "{\"TransactItems\":[" + put(name, done, "left") + ","
                        + put(name, done, "right") + "]}");
                done++;
                client.ask("UpdateItem", "{\"TableName\":\"pairs\",\"Key\":{\"pk\":{\"S\":\"" + name + "\"}},"
                        + "\"UpdateExpression\":\"ADD n :one\","
                        + "\"ExpressionAttributeValues\":{\":one\":{\"N\":\"1\"}}}");
                counted++;
                if (done == pairs) {
                    enough.countDown();
                }
            }
        } catch (UncheckedIOException e) {
            if (done < pairs) {
                enough.countDown();
                throw e;
            }
            return new Writer(name, done, counted);
        }
    }

    private static String put(String writer, int n, String side) {
        return "{\"Put\":{\"TableName\":\"pairs\",\"Item\":{\"pk\":{\"S\":\"" + writer + "-" + n + "-" + side
                + "\"},\"pair\":{\"S\":\"" + writer + "-" + n + "\"}}}}";
    }

    private List<String> check(List<Writer> writers) throws IOException {
        List<Throwable> faults = new ArrayList<>();
        try (Served served = Served.open(ServeOptions.of(engine, directory.resolve("dyno").toString()),
                HttpOptions.STANDARD.withPort(0), Clock.SYSTEM, faults::add);
                HttpLoad client = new HttpLoad(served.port(), 1)) {
            KillEvidence evidence = KillEvidence.read(client);
            List<String> wrong = new ArrayList<>(evidence.contradictions(writers));
            IndexCheck.Report indexes = served.checkIndexes();
            if (!indexes.isConsistent() || indexes.indexes() != 1) {
                wrong.add("index: " + indexes);
            }
            faults.forEach(fault -> wrong.add("request failed: " + fault));
            return wrong;
        }
    }
}
