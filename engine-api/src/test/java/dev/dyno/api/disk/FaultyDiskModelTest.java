package dev.dyno.api.disk;

import static dev.dyno.api.disk.FaultyDisk.Survival.UNSYNCED_KEPT;
import static dev.dyno.api.disk.FaultyDisk.Survival.UNSYNCED_LOST;
import static dev.dyno.api.disk.FaultyDisk.Survival.UNSYNCED_TORN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.agrona.UnsafeApi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random operations, against a model that is too simple to be wrong: whole contents as arrays. After each operation
 * what is read, what survives a cut when all or nothing unsynced does, and each torn sector, is what the model allows.
 */
class FaultyDiskModelTest {

    private static final int OPERATIONS = 60;
    private static final int SIZE_MAX = 20_000;

    /** A file's contents now, when last synced, and at each moment between. */
    private static final class Model {
        private byte[] live = new byte[0];
        private byte[] synced = new byte[0];
        private final List<byte[]> since = new ArrayList<>();

        void become(byte[] contents) {
            live = contents;
            since.add(contents);
        }

        void sync() {
            synced = live;
            since.clear();
        }
    }

    private final Map<String, Model> live = new TreeMap<>();
    private final Map<String, Model> synced = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void doesWhatTheModelAllows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (FaultyDisk disk = new FaultyDisk(seed)) {
            Map<String, DiskFile> files = new HashMap<>();
            for (int i = 0; i < OPERATIONS; i++) {
                operate(disk, files, random);
                check(disk, random.nextLong(), disk.describe());
            }
        }
    }

    private void operate(FaultyDisk disk, Map<String, DiskFile> files, SplittableRandom random) {
        String name = "f" + random.nextInt(3);
        Model model = live.get(name);
        if (model == null) {
            files.put(name, disk.create(name));
            live.put(name, new Model());
            return;
        }
        DiskFile file = files.get(name);
        int position = random.nextInt(SIZE_MAX);
        int length = 1 + random.nextInt(random.nextBoolean() ? 20 : 5000);
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                byte[] bytes = new byte[length];
                Arrays.fill(bytes, (byte) (1 + random.nextInt(120)));
                Native.write(file, position, bytes);
                model.become(overwritten(model.live, position, bytes));
            }
            case 3 -> {
                file.zeroFill(position, length);
                model.become(overwritten(model.live, position, new byte[length]));
            }
            case 4 -> {
                file.truncate(position);
                model.become(Arrays.copyOf(model.live, position));
            }
            case 5 -> {
                if (model.live.length > 0) {
                    store(file, model, random.nextInt(model.live.length));
                }
            }
            case 6 -> {
                file.sync();
                model.sync();
            }
            case 7 -> {
                disk.syncDirectory();
                synced.clear();
                synced.putAll(live);
            }
            case 8 -> {
                String to = "f" + random.nextInt(3);
                disk.rename(name, to);
                live.put(to, live.remove(name));
                files.put(to, files.remove(name));
            }
            default -> {
                disk.delete(name);
                live.remove(name);
                files.remove(name);
            }
        }
    }

    private static byte[] overwritten(byte[] before, int position, byte[] bytes) {
        byte[] after = Arrays.copyOf(before, Math.max(before.length, position + bytes.length));
        System.arraycopy(bytes, 0, after, position, bytes.length);
        return after;
    }

    private static void store(DiskFile file, Model model, int position) {
        try (DiskFile.Mapping mapping = file.map(0, model.live.length, true)) {
            UnsafeApi.putByte(mapping.address() + position, (byte) 121);
        }
        model.become(overwritten(model.live, position, new byte[] {121}));
    }

    private void check(FaultyDisk disk, long seed, String context) {
        assertEquals(List.copyOf(live.keySet()), disk.list(), context);
        live.forEach((name, model) -> assertArrayEquals(model.live, read(disk, name), context));
        try (FaultyDisk kept = disk.afterPowerCut(seed, UNSYNCED_KEPT)) {
            assertEquals(List.copyOf(live.keySet()), kept.list(), context);
            live.forEach((name, model) -> assertArrayEquals(model.live, read(kept, name), context));
        }
        try (FaultyDisk lost = disk.afterPowerCut(seed, UNSYNCED_LOST)) {
            assertEquals(List.copyOf(synced.keySet()), lost.list(), context);
            synced.forEach((name, model) -> assertArrayEquals(model.synced, read(lost, name), context));
        }
        try (FaultyDisk torn = disk.afterPowerCut(seed, UNSYNCED_TORN)) {
            for (String name : torn.list()) {
                if (live.containsKey(name) && live.get(name) == synced.get(name)) {
                    checkTorn(live.get(name), torn, name, context + ", torn seed " + seed);
                }
            }
        }
    }

    /** Only for files whose name did not change: else it may be another's contents. */
    private void checkTorn(Model model, FaultyDisk torn, String name, String context) {
        byte[] contents = read(torn, name);
        for (int sector = 0; sector < contents.length; sector += 512) {
            int end = Math.min(sector + 512, contents.length);
            byte[] found = Arrays.copyOfRange(contents, sector, end);
            boolean allowed = isVersion(found, model.synced, sector, contents.length);
            for (byte[] version : model.since) {
                allowed |= isVersion(found, version, sector, contents.length);
            }
            assertTrue(allowed, "sector at " + sector + " was never so: file=" + name + ", " + context);
        }
    }

    /** What lies behind the end of a version reads as zeros. */
    private static boolean isVersion(byte[] found, byte[] version, int sector, int size) {
        byte[] padded = Arrays.copyOf(version, Math.max(size, version.length));
        return Arrays.equals(found, 0, found.length, padded, sector, sector + found.length);
    }

    private static byte[] read(Disk disk, String name) {
        try (DiskFile file = disk.open(name)) {
            return Native.readAll(file);
        }
    }
}
