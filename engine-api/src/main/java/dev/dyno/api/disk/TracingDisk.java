package dev.dyno.api.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Writes a line for every operation, for people who watch an engine work: what, file, position and length, what came
 * back, or the error. Closes the disk it wraps, not the output. Threads: any; a line stays whole, and lines stand in
 * the order in which operations ended.
 */
public final class TracingDisk implements Disk {

    private final Disk inner;
    private final Appendable output;

    public TracingDisk(Disk inner, Appendable output) {
        this.inner = inner;
        this.output = output;
    }

    @Override
    public Lock lock() {
        Lock lock = traced("lock", inner::lock);
        return () -> traced("unlock", lock::close);
    }

    @Override
    public DiskFile open(String name) {
        return new TracedFile(traced("open " + name, () -> inner.open(name)));
    }

    @Override
    public DiskFile create(String name) {
        return new TracedFile(traced("create " + name, () -> inner.create(name)));
    }

    @Override
    public boolean exists(String name) {
        return answered("exists " + name, () -> inner.exists(name));
    }

    @Override
    public List<String> list() {
        return answered("list", inner::list);
    }

    @Override
    public void rename(String from, String to) {
        traced("rename " + from + " to " + to, () -> inner.rename(from, to));
    }

    @Override
    public void delete(String name) {
        traced("delete " + name, () -> inner.delete(name));
    }

    @Override
    public void syncDirectory() {
        traced("sync directory", inner::syncDirectory);
    }

    @Override
    public void close() {
        traced("close disk", inner::close);
    }

    @Override
    public String toString() {
        return "TracingDisk[" + inner + "]";
    }

    private void traced(String what, Runnable operation) {
        traced(what, () -> {
            operation.run();
            return what;
        });
    }

    private <T> T traced(String what, Supplier<T> operation) {
        T result = failuresTraced(what, operation);
        line(what);
        return result;
    }

    private <T> T answered(String what, Supplier<T> operation) {
        T result = failuresTraced(what, operation);
        line(what + " -> " + result);
        return result;
    }

    private <T> T failuresTraced(String what, Supplier<T> operation) {
        try {
            return operation.get();
        } catch (RuntimeException e) {
            line(what + " !! " + e);
            throw e;
        }
    }

    private synchronized void line(String text) {
        try {
            output.append(text).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("trace failed: line=" + text, e);
        }
    }

    private final class TracedFile extends ForwardingFile {

        TracedFile(DiskFile inner) {
            super(inner);
        }

        @Override
        public int read(long position, long address, int length) {
            return answered(what("read", position, length), () -> inner.read(position, address, length));
        }

        @Override
        public void write(long position, long address, int length) {
            traced(what("write", position, length), () -> inner.write(position, address, length));
        }

        @Override
        public void zeroFill(long position, long length) {
            traced(what("zero fill", position, length), () -> inner.zeroFill(position, length));
        }

        @Override
        public void reserve(long size) {
            traced("reserve " + name() + " size=" + size, () -> inner.reserve(size));
        }

        @Override
        public void truncate(long size) {
            traced("truncate " + name() + " size=" + size, () -> inner.truncate(size));
        }

        @Override
        public void sync() {
            traced("sync " + name(), inner::sync);
        }

        @Override
        public Mapping map(long position, long length, boolean writable) {
            return traced(what(writable ? "map to write" : "map", position, length),
                    () -> inner.map(position, length, writable));
        }

        @Override
        public void close() {
            traced("close " + name(), inner::close);
        }

        private String what(String what, long position, long length) {
            return what + " " + name() + " position=" + position + " length=" + length;
        }
    }
}
