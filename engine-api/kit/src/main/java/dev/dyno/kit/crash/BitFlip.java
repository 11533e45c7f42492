package dev.dyno.kit.crash;

import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.disk.FaultyDisk;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Flips one bit of one file where there is something: zeros that were written ahead hide more than they show. */
final class BitFlip {

    private static final int TRIES = 64;

    private BitFlip() {
    }

    /** @return whether there was a byte to flip */
    static boolean one(FaultyDisk disk, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> files = disk.list();
        if (files.isEmpty()) {
            return false;
        }
        UnsafeBuffer read = new UnsafeBuffer(BufferUtil.allocateDirectAligned(1, 64));
        for (int i = 0; i < TRIES; i++) {
            String name = files.get(random.nextInt(files.size()));
            try (DiskFile file = disk.open(name)) {
                if (file.size() > 0) {
                    long position = random.nextLong(file.size());
                    file.read(position, read.addressOffset(), 1);
                    if (read.getByte(0) != 0) {
                        disk.flipBit(name, position, random.nextInt(8));
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
