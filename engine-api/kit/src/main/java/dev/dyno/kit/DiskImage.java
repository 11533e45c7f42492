package dev.dyno.kit;

import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.disk.MemoryDisk;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;

/** The files of a disk as bytes, to damage them and to see whether anything was changed. */
final class DiskImage {

    private static final int CHUNK_BYTES = 64 << 10;

    private final SortedMap<String, byte[]> files;

    private DiskImage(SortedMap<String, byte[]> files) {
        this.files = files;
    }

    static DiskImage of(Disk disk) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (Region chunk = Memory.system().map(CHUNK_BYTES, "disk image", false)) {
            UnsafeBuffer buffer = new UnsafeBuffer(chunk.address(), CHUNK_BYTES);
            for (String name : disk.list()) {
                try (DiskFile file = disk.open(name)) {
                    byte[] bytes = new byte[Math.toIntExact(file.size())];
                    for (int at = 0; at < bytes.length; at += CHUNK_BYTES) {
                        int length = Math.min(CHUNK_BYTES, bytes.length - at);
                        file.read(at, chunk.address(), length);
                        buffer.getBytes(0, bytes, at, length);
                    }
                    files.put(name, bytes);
                }
            }
        }
        return new DiskImage(files);
    }

    /** By name. The arrays are the image's own: copy before changing one. */
    SortedMap<String, byte[]> files() {
        return files;
    }

    long bytes() {
        return files.values().stream().mapToLong(file -> file.length).sum();
    }

    DiskImage with(String name, byte[] contents) {
        SortedMap<String, byte[]> changed = new TreeMap<>(files);
        changed.put(name, contents);
        return new DiskImage(changed);
    }

    /** The first file that another image has otherwise, and where; empty if there is none. */
    String difference(DiskImage other) {
        SortedMap<String, byte[]> all = new TreeMap<>(files);
        all.putAll(other.files);
        for (String name : all.keySet()) {
            byte[] here = files.get(name);
            byte[] there = other.files.get(name);
            if (here == null || there == null) {
                return name + (here == null ? " was made" : " was deleted");
            }
            int position = Arrays.mismatch(here, there);
            if (position >= 0) {
                return name + " differs at position " + position;
            }
        }
        return "";
    }

    /** A disk with these files, durable. Stretches of zeros are not written, only made part of the size. */
    MemoryDisk toDisk() {
        MemoryDisk disk = new MemoryDisk();
        try (Region chunk = Memory.system().map(CHUNK_BYTES, "disk image", false)) {
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                try (DiskFile file = disk.create(entry.getKey())) {
                    write(file, entry.getValue(), new UnsafeBuffer(chunk.address(), CHUNK_BYTES));
                    file.sync();
                }
            }
        }
        disk.syncDirectory();
        return disk;
    }

    private static void write(DiskFile file, byte[] bytes, UnsafeBuffer chunk) {
        file.truncate(bytes.length);
        byte[] zeros = new byte[CHUNK_BYTES];
        for (int at = 0; at < bytes.length; at += CHUNK_BYTES) {
            int length = Math.min(CHUNK_BYTES, bytes.length - at);
            if (!Arrays.equals(bytes, at, at + length, zeros, 0, length)) {
                chunk.putBytes(0, bytes, at, length);
                file.write(at, chunk.addressOffset(), length);
            }
        }
    }
}
