package dev.dyno.kit.kill;

import dev.dyno.api.Durability;
import dev.dyno.api.Engine;
import dev.dyno.api.EngineConfig;
import dev.dyno.api.Engines;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.api.TableSpec;
import dev.dyno.api.WriteOptions;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The process that gets killed: opens an engine on a directory and writes until it dies, telling its parent the number
 * of each write that was acknowledged, eight bytes each, unbuffered. Started by {@link KillRounds}.
 */
public final class KillTarget {

    private KillTarget() {
    }

    /** @param arguments engine, directory, seed, number of the first write, durability */
    public static void main(String[] arguments) throws IOException {
        KillStream stream = new KillStream(Long.parseLong(arguments[2]));
        Durability level = Durability.valueOf(arguments[4]);
        // Not buffered: an acknowledgement that sits in this process would die with it.
        try (DataOutputStream acknowledged = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
                Engine engine = Engines.named(arguments[0]).open(EngineConfig.at(Path.of(arguments[1])));
                Session session = openSession(engine)) {
            Table table = session.table(KillStream.TABLE);
            WriteOptions options = new WriteOptions().durability(level);
            for (long write = Long.parseLong(arguments[3]); ; write++) {
                if (stream.deletes(write)) {
                    table.delete(KillStream.key(stream.keyOf(write)), options);
                } else {
                    UnsafeBuffer value = stream.value(write);
                    table.put(KillStream.key(stream.keyOf(write)), value, 0, value.capacity(), options);
                }
                acknowledged.writeLong(write);
            }
        }
    }

    private static Session openSession(Engine engine) {
        if (engine.tables().stream().noneMatch(spec -> spec.name().equals(KillStream.TABLE))) {
            engine.createTable(TableSpec.sorted(KillStream.TABLE));
        }
        return engine.openSession();
    }
}
