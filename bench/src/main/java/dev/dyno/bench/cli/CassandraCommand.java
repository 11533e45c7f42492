package dev.dyno.bench.cli;

import dev.dyno.cassandra.local.LocalCluster;
import dev.dyno.cassandra.local.ServerJdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "cassandra", sortOptions = false,
        subcommands = {CassandraCommand.Start.class, CassandraCommand.Stop.class, CassandraCommand.Status.class,
                CassandraCommand.KillNode.class, CassandraCommand.StartNode.class},
        header = "A cluster of Cassandra on this machine, for trying and testing.",
        description = {"", "Node I answers on 127.0.0.I, port 9042. The servers are fetched by Maven, need a JDK 17,",
                "and go on until they are stopped.", ""},
        footer = {"", "Examples:",
                "  ./dyno cassandra start 3 --dir /tmp/cluster",
                "  ./dyno verify cassandra --option contact-points=127.0.0.1:9042",
                "  ./dyno cassandra kill-node 3 --dir /tmp/cluster      as kill -9 does",
                "  ./dyno cassandra start-node 3 --dir /tmp/cluster     it catches up",
                "  ./dyno cassandra stop --dir /tmp/cluster --erase"})
final class CassandraCommand implements Runnable {

    /** Of one node: enough for trying, and three of them fit a small machine. */
    static final String HEAP = "512m";

    @ParentCommand
    private Main main;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: start N, status, stop, kill-node I or "
                + "start-node I");
    }

    /** What every part of this verb has. */
    private abstract static class Part implements Callable<Integer> {

        @ParentCommand
        private CassandraCommand parent;

        @Option(names = "--dir", paramLabel = "DIR", required = true,
                description = "Where the cluster has its servers, data and logs.")
        private Path directory;

        Screen screen() {
            return parent.main.screen();
        }

        Path directory() {
            return directory.toAbsolutePath().normalize();
        }

        LocalCluster cluster() throws IOException {
            return LocalCluster.at(directory(), screen()::line);
        }

        int status(LocalCluster cluster) throws IOException {
            cluster.status().forEach(screen().out()::println);
            return Exit.FINE;
        }
    }

    @Command(name = "start", sortOptions = false, header = "Start a cluster and wait until it answers.")
    static final class Start extends Part {

        @Parameters(index = "0", paramLabel = "N", description = "Number of nodes, 1 to 9.")
        private int nodes;

        @Option(names = "--net", paramLabel = "NET",
                description = "First three numbers of the addresses; default: ${DEFAULT-VALUE}.")
        private String net = LocalCluster.NET;

        @Override
        public Integer call() throws IOException {
            if (ServerJdk.find().isEmpty()) {
                throw new Unfit(ServerJdk.advice());
            }
            LocalCluster cluster = LocalCluster.of(directory(), nodes, net, HEAP, screen()::line);
            cluster.start();
            screen().line("contact points: %s", cluster.contactPoints());
            return Exit.FINE;
        }
    }

    @Command(name = "stop", sortOptions = false, header = "Stop every node cleanly.")
    static final class Stop extends Part {

        @Option(names = "--erase", description = "Delete the data too.")
        private boolean erase;

        @Override
        public Integer call() throws IOException {
            LocalCluster cluster = cluster();
            if (erase) {
                cluster.erase();
            } else {
                cluster.stop();
            }
            return status(cluster);
        }
    }

    @Command(name = "status", sortOptions = false, header = "Say which nodes run and answer.")
    static final class Status extends Part {

        @Override
        public Integer call() throws IOException {
            return status(cluster());
        }
    }

    @Command(name = "kill-node", sortOptions = false, header = "Kill one node, as a crash of its machine would.")
    static final class KillNode extends Part {

        @Parameters(index = "0", paramLabel = "I", description = "The node, from 1.")
        private int index;

        @Override
        public Integer call() throws IOException {
            LocalCluster cluster = cluster();
            cluster.killNode(index);
            return status(cluster);
        }
    }

    @Command(name = "start-node", sortOptions = false, header = "Start one node again, with the data it has.")
    static final class StartNode extends Part {

        @Parameters(index = "0", paramLabel = "I", description = "The node, from 1.")
        private int index;

        @Override
        public Integer call() throws IOException {
            LocalCluster cluster = cluster();
            cluster.startNode(index);
            return status(cluster);
        }
    }
}
