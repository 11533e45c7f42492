package dev.dyno.cache.replay;

import dev.dyno.api.EngineException;
import java.io.BufferedInputStream;
import java.io.IOException;

/** Keys of 32 bits, big-endian, nothing between. As in the cache2k project's traces. */
final class KeyTrace implements Trace {

    private final String file;
    private final BufferedInputStream input;
    private long position;
    private long key;

    KeyTrace(String file, BufferedInputStream input) {
        this.file = file;
        this.input = input;
    }

    @Override
    public boolean next() throws IOException {
        key = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            int b = input.read();
            if (b < 0 && i == 0) {
                return false;
            }
            if (b < 0) {
                throw new EngineException.Corrupt(file, position, "trace of keys", "key", i + " bytes", "4 bytes");
            }
            key = key << Byte.SIZE | b;
        }
        position += Integer.BYTES;
        return true;
    }

    @Override
    public long key() {
        return key;
    }

    @Override
    public int bytes() {
        return 1;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
