package dev.dyno.bench.jmh.streams;

import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;

/** Chronicle Queue, as good as it gets: bytes that lie ready, no marshalling, copied out into bytes used again. */
final class ChronicleTransport implements Transport {

    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final ExcerptTailer tailer;
    private final Bytes<?> record;
    private final Bytes<?> read;

    ChronicleTransport(Path directory, int recordBytes) {
        queue = ChronicleQueue.singleBuilder(directory).build();
        appender = queue.createAppender();
        tailer = queue.createTailer();
        record = Bytes.allocateDirect(recordBytes);
        record.writeLimit(recordBytes).writePosition(recordBytes);
        read = Bytes.allocateDirect(recordBytes);
    }

    @Override
    public void append(long step) {
        record.writeLong(0, step);
        appender.writeBytes(record);
    }

    @Override
    public long read(int records) {
        long sum = 0;
        for (int i = 0; i < records; i++) {
            read.clear();
            if (!tailer.readBytes(read)) {
                throw new IllegalStateException("a record that was appended is not there: read=" + i);
            }
            sum += read.readLong(0);
        }
        return sum;
    }

    @Override
    public void close() {
        tailer.close();
        appender.close();
        queue.close();
        record.releaseLast();
        read.releaseLast();
    }
}
