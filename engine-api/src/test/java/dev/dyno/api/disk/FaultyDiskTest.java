package dev.dyno.api.disk;

import static dev.dyno.api.disk.FaultyDisk.Survival.UNSYNCED_KEPT;
import static dev.dyno.api.disk.FaultyDisk.Survival.UNSYNCED_LOST;
import static dev.dyno.api.disk.FaultyDisk.Survival.UNSYNCED_TORN;
import static dev.dyno.api.disk.Native.filled;
import static dev.dyno.api.disk.Native.read;
import static dev.dyno.api.disk.Native.readAll;
import static dev.dyno.api.disk.Native.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.EngineException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;

class FaultyDiskTest extends DiskContract {

    private static final int SEEDS = 200;

    @Override
    Disk newDisk() {
        return new FaultyDisk(1);
    }

    /** A disk with a durable file of sevens. */
    private static FaultyDisk sevens(int length) {
        FaultyDisk disk = new FaultyDisk(1);
        try (DiskFile file = disk.create("a")) {
            write(file, 0, filled(length, 7));
            file.sync();
        }
        disk.syncDirectory();
        return disk;
    }

    private static byte[] survivor(FaultyDisk disk, long seed, FaultyDisk.Survival survival) {
        try (FaultyDisk after = disk.afterPowerCut(seed, survival); DiskFile file = after.open("a")) {
            return readAll(file);
        }
    }

    @Test
    void syncedIsNeverLost() {
        try (FaultyDisk disk = sevens(10_000)) {
            for (long seed = 0; seed < SEEDS; seed++) {
                for (FaultyDisk.Survival survival : FaultyDisk.Survival.values()) {
                    assertArrayEquals(filled(10_000, 7), survivor(disk, seed, survival));
                }
            }
        }
    }

    @Test
    void unsyncedIsLostKeptOrTornBySectors() {
        try (FaultyDisk disk = sevens(4096); DiskFile file = disk.open("a")) {
            write(file, 100, filled(2900, 8));
            byte[] written = readAll(file);
            assertArrayEquals(filled(4096, 7), survivor(disk, 3, UNSYNCED_LOST));
            assertArrayEquals(written, survivor(disk, 3, UNSYNCED_KEPT));
            Set<String> outcomes = new HashSet<>();
            for (long seed = 0; seed < SEEDS; seed++) {
                byte[] torn = survivor(disk, seed, UNSYNCED_TORN);
                assertEquals(4096, torn.length);
                outcomes.add(sectors(torn, filled(4096, 7), written, seed));
            }
            assertTrue(outcomes.contains("oooooo--"), "all lost");
            assertTrue(outcomes.contains("nnnnnn--"), "all kept");
            assertTrue(outcomes.size() > 40, "of 64 there were " + outcomes.size());
            assertArrayEquals(survivor(disk, 9, UNSYNCED_TORN), survivor(disk, 9, UNSYNCED_TORN));
        }
    }

    /** One letter per sector: old, new, or - where both are the same. Anything else fails. */
    private static String sectors(byte[] torn, byte[] old, byte[] written, long seed) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < torn.length; i += 512) {
            boolean isOld = java.util.Arrays.equals(torn, i, i + 512, old, i, i + 512);
            boolean isNew = java.util.Arrays.equals(torn, i, i + 512, written, i, i + 512);
            assertTrue(isOld || isNew, "sector at " + i + " is neither old nor new, seed=" + seed);
            letters.append(isOld && isNew ? '-' : isOld ? 'o' : 'n');
        }
        return letters.toString();
    }

    @Test
    void aSectorGoesThroughItsVersionsInOrder() {
        try (FaultyDisk disk = sevens(512); DiskFile file = disk.open("a")) {
            write(file, 0, (byte) 1);
            write(file, 1, (byte) 2);
            Set<String> outcomes = new TreeSet<>();
            for (long seed = 0; seed < SEEDS; seed++) {
                byte[] torn = survivor(disk, seed, UNSYNCED_TORN);
                outcomes.add(torn[0] + " " + torn[1]);
            }
            assertEquals(Set.of("7 7", "1 7", "1 2"), outcomes);
        }
    }

    @Test
    void sizesMayBeAheadOfData() {
        try (FaultyDisk disk = sevens(512); DiskFile file = disk.open("a")) {
            write(file, 512, filled(1024, 8));
            boolean ahead = false;
            Set<Integer> sizes = new TreeSet<>();
            for (long seed = 0; seed < SEEDS; seed++) {
                byte[] torn = survivor(disk, seed, UNSYNCED_TORN);
                sizes.add(torn.length);
                ahead |= torn.length == 1536 && torn[1500] == 0;
                assertEquals(7, torn[511]);
            }
            assertEquals(Set.of(512, 1024, 1536), sizes);
            assertTrue(ahead, "a size without its data");
        }
    }

    @Test
    void whatWasCutOffDoesNotComeBackBehindNewData() {
        try (FaultyDisk disk = sevens(4096); DiskFile file = disk.open("a")) {
            file.truncate(100);
            write(file, 1000, (byte) 9);
            Set<String> outcomes = new TreeSet<>();
            for (long seed = 0; seed < SEEDS; seed++) {
                byte[] torn = survivor(disk, seed, UNSYNCED_TORN);
                for (int i = 0; i < torn.length; i++) {
                    int allowed = i < 100 || torn.length == 4096 ? 7 : 0;
                    assertTrue(torn[i] == allowed || i == 1000 && torn[i] == 9, "byte " + i + " seed " + seed);
                }
                outcomes.add(torn.length > 1000 ? torn.length + ":" + torn[1000] : "short");
            }
            assertTrue(outcomes.containsAll(Set.of("4096:7", "1001:0", "1001:9", "short")), outcomes.toString());
        }
    }

    @Test
    void zerosAreChangesLikeOthers() {
        try (FaultyDisk disk = sevens(1024); DiskFile file = disk.open("a")) {
            file.zeroFill(0, 2048);
            write(file, 0, (byte) 5);
            Set<Byte> first = new TreeSet<>();
            Set<Byte> second = new TreeSet<>();
            for (long seed = 0; seed < SEEDS; seed++) {
                byte[] torn = survivor(disk, seed, UNSYNCED_TORN);
                first.add(torn[0]);
                second.add(torn[600]);
            }
            assertEquals(Set.of((byte) 7, (byte) 0, (byte) 5), first);
            assertEquals(Set.of((byte) 7, (byte) 0), second);
            file.sync();
            assertEquals(2048, survivor(disk, 1, UNSYNCED_LOST).length);
            assertEquals(0, survivor(disk, 1, UNSYNCED_LOST)[600]);
        }
    }

    @Test
    void namesSurviveOneByOneUntilTheDirectoryIsSynced() {
        try (FaultyDisk disk = sevens(1)) {
            disk.create("b").close();
            disk.rename("a", "c");
            disk.create("d").close();
            disk.delete("d");
            Set<List<String>> outcomes = new HashSet<>();
            for (long seed = 0; seed < SEEDS; seed++) {
                try (FaultyDisk after = disk.afterPowerCut(seed, UNSYNCED_TORN)) {
                    outcomes.add(after.list());
                }
            }
            assertEquals(Set.of(List.of("a"), List.of("a", "b"), List.of("a", "d"), List.of("a", "b", "d"),
                    List.of("c"), List.of("b", "c"), List.of("c", "d"), List.of("b", "c", "d")), outcomes);
            try (FaultyDisk lost = disk.afterPowerCut(1, UNSYNCED_LOST);
                    FaultyDisk kept = disk.afterPowerCut(1, UNSYNCED_KEPT)) {
                assertEquals(List.of("a"), lost.list());
                assertEquals(List.of("b", "c"), kept.list());
            }
            disk.syncDirectory();
            try (FaultyDisk synced = disk.afterPowerCut(1, UNSYNCED_LOST)) {
                assertEquals(List.of("b", "c"), synced.list());
            }
        }
    }

    @Test
    void aFileSurvivesUnderOneNameOnly() {
        try (FaultyDisk disk = sevens(1)) {
            disk.rename("a", "b");
            disk.rename("b", "c");
            Set<List<String>> outcomes = new HashSet<>();
            for (long seed = 0; seed < SEEDS; seed++) {
                try (FaultyDisk after = disk.afterPowerCut(seed, UNSYNCED_TORN)) {
                    outcomes.add(after.list());
                }
            }
            assertEquals(Set.of(List.of("a"), List.of("b"), List.of("c")), outcomes);
        }
    }

    @Test
    void storesComeBeforeTheWritesThatFollowThem() {
        try (FaultyDisk disk = sevens(4096); DiskFile file = disk.open("a")) {
            DiskFile.Mapping mapping = file.map(0, 4096, true);
            UnsafeApi.putByte(mapping.address() + 11, (byte) 1);
            write(file, 10, (byte) 2);
            Set<String> outcomes = new TreeSet<>();
            for (long seed = 0; seed < SEEDS; seed++) {
                byte[] torn = survivor(disk, seed, UNSYNCED_TORN);
                outcomes.add(torn[10] + " " + torn[11]);
            }
            assertEquals(Set.of("7 7", "7 1", "2 1"), outcomes);
            mapping.close();
        }
    }

    @Test
    void renamingReplacesWholeFilesOrNot() {
        try (FaultyDisk disk = sevens(100)) {
            try (DiskFile file = disk.create("new")) {
                write(file, 0, filled(50, 8));
                file.sync();
            }
            disk.rename("new", "a");
            Set<Integer> lengths = new TreeSet<>();
            for (long seed = 0; seed < SEEDS; seed++) {
                lengths.add(survivor(disk, seed, UNSYNCED_TORN).length);
            }
            assertEquals(Set.of(50, 100), lengths);
        }
    }

    @Test
    void aFailedSyncIsFinal() {
        Set<String> outcomes = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            try (FaultyDisk disk = new FaultyDisk(seed); DiskFile file = disk.create("a")) {
                write(file, 0, filled(2048, 7));
                file.sync();
                disk.syncDirectory();
                disk.failSync(1);
                write(file, 0, filled(2048, 8));
                assertThrows(EngineException.Io.class, file::sync);
                assertArrayEquals(filled(2048, 8), readAll(file), "readable until the power goes");
                file.sync();
                byte[] after = survivor(disk, seed, UNSYNCED_KEPT);
                outcomes.add(sectors(after, filled(2048, 7), filled(2048, 8), seed));
                write(file, 0, filled(2048, 9));
                file.sync();
                assertArrayEquals(filled(2048, 9), survivor(disk, seed, UNSYNCED_LOST), "later writes are others");
            }
        }
        assertTrue(outcomes.contains("oooo") && outcomes.size() > 10, outcomes.toString());
    }

    @Test
    void aFailedSyncOfTheDirectoryIsFinal() {
        Set<List<String>> outcomes = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            try (FaultyDisk disk = new FaultyDisk(seed).failSync(1)) {
                disk.create("a").close();
                disk.create("b").close();
                assertThrows(EngineException.Io.class, disk::syncDirectory);
                assertEquals(List.of("a", "b"), disk.list());
                disk.syncDirectory();
                try (FaultyDisk after = disk.afterPowerCut(seed, UNSYNCED_KEPT)) {
                    outcomes.add(after.list());
                }
            }
        }
        assertEquals(4, outcomes.size(), outcomes.toString());
    }

    @Test
    void storesThroughMappingsAreWritesToo() {
        try (FaultyDisk disk = sevens(8192); DiskFile file = disk.open("a")) {
            DiskFile.Mapping mapping = file.map(4096, 4096, true);
            UnsafeApi.putByte(mapping.address() + 10, (byte) 1);
            assertEquals(7, survivor(disk, 1, UNSYNCED_LOST)[4106]);
            assertEquals(1, survivor(disk, 1, UNSYNCED_KEPT)[4106]);
            Set<Byte> outcomes = new TreeSet<>();
            for (long seed = 0; seed < SEEDS; seed++) {
                outcomes.add(survivor(disk, seed, UNSYNCED_TORN)[4106]);
            }
            assertEquals(Set.of((byte) 1, (byte) 7), outcomes);
            file.sync();
            assertEquals(1, survivor(disk, 1, UNSYNCED_LOST)[4106]);
            UnsafeApi.putByte(mapping.address() + 10, (byte) 2);
            write(file, 4106, (byte) 3);
            assertEquals(3, survivor(disk, 1, UNSYNCED_KEPT)[4106], "the write came after the store");
            UnsafeApi.putByte(mapping.address() + 4095, (byte) 4);
            mapping.close();
            file.sync();
            assertEquals(4, survivor(disk, 1, UNSYNCED_LOST)[8191]);
        }
    }

    @Test
    void everyOperationCanBeTheLast() {
        long operations = runScript(new FaultyDisk(1));
        assertEquals(9, operations);
        for (long n = 0; n < operations; n++) {
            try (FaultyDisk disk = new FaultyDisk(1).cutAfter(n)) {
                FaultyDisk.PowerCut cut = assertThrows(FaultyDisk.PowerCut.class, () -> runScript(disk));
                assertTrue(cut.getMessage().contains("operation=" + (n + 1) + ", during="), cut.getMessage());
                assertTrue(disk.isCut());
                assertEquals(n + 1, disk.operations());
                assertThrows(FaultyDisk.PowerCut.class, disk::list);
                try (FaultyDisk after = disk.afterPowerCut(n, UNSYNCED_KEPT).cutAfter(3)) {
                    assertFalse(after.isCut());
                    after.lock().close();
                    assertThrows(FaultyDisk.PowerCut.class, () -> runScript(after), "may be cut again");
                    after.afterPowerCut(n, UNSYNCED_TORN).close();
                }
            }
        }
    }

    /** Each operation, once or twice. */
    private static long runScript(FaultyDisk disk) {
        if (disk.exists("a")) {
            disk.delete("a");
        }
        if (disk.exists("b")) {
            disk.delete("b");
        }
        try (DiskFile file = disk.create("a")) {
            write(file, 0, filled(600, 1));
            file.zeroFill(600, 600);
            file.sync();
            file.truncate(700);
            file.sync();
        }
        disk.syncDirectory();
        disk.rename("a", "b");
        disk.delete("b");
        return disk.operations();
    }

    @Test
    void theWriteThatThePowerCutHitsMayHaveHappenedInPart() {
        try (FaultyDisk disk = sevens(1024); DiskFile file = disk.open("a")) {
            disk.cutAfter(disk.operations());
            assertThrows(FaultyDisk.PowerCut.class, () -> write(file, 0, filled(1024, 8)));
            assertThrows(FaultyDisk.PowerCut.class, () -> read(file, 0, 1));
            Set<String> outcomes = new HashSet<>();
            for (long seed = 0; seed < SEEDS; seed++) {
                byte[] torn = survivor(disk, seed, UNSYNCED_TORN);
                outcomes.add(sectors(torn, filled(1024, 7), filled(1024, 8), seed));
            }
            assertEquals(Set.of("oo", "on", "no", "nn"), outcomes);
            assertArrayEquals(filled(1024, 7), survivor(disk, 1, UNSYNCED_KEPT));
        }
    }

    @Test
    void storesAfterThePowerCutAreNowhere() {
        try (FaultyDisk disk = sevens(4096); DiskFile file = disk.open("a")) {
            DiskFile.Mapping mapping = file.map(0, 4096, true);
            UnsafeApi.putByte(mapping.address(), (byte) 1);
            disk.cutAfter(disk.operations());
            assertThrows(FaultyDisk.PowerCut.class, file::sync);
            UnsafeApi.putByte(mapping.address() + 1, (byte) 2);
            mapping.close();
            byte[] kept = survivor(disk, 1, UNSYNCED_KEPT);
            assertEquals(1, kept[0]);
            assertEquals(7, kept[1]);
        }
    }

    @Test
    void injectedFaultsHitTheCallTheyWereMeantFor() {
        try (FaultyDisk disk = sevens(100); DiskFile file = disk.open("a")) {
            disk.failWrite(2);
            write(file, 0, (byte) 1);
            assertThrows(EngineException.Io.class, () -> write(file, 1, filled(50, 2)));
            write(file, 1, (byte) 7);
            disk.failRead(1);
            assertThrows(EngineException.Io.class, () -> read(file, 0, 10));
            assertEquals(1, read(file, 0, 10)[0]);
            disk.limit(100);
            assertThrows(EngineException.Full.class, () -> write(file, 100, (byte) 1));
            disk.limit(Long.MAX_VALUE);
            write(file, 100, (byte) 1);
        }
    }

    @Test
    void flippedBitsStayFlipped() {
        try (FaultyDisk disk = sevens(100); DiskFile file = disk.open("a")) {
            write(file, 10, (byte) 1);
            disk.flipBit("a", 10, 7).flipBit("a", 20, 0);
            assertEquals((byte) 0x81, read(file, 10, 1)[0]);
            assertEquals(6, survivor(disk, 1, UNSYNCED_LOST)[20]);
            assertEquals((byte) 0x87, survivor(disk, 1, UNSYNCED_LOST)[10]);
            assertEquals((byte) 0x81, survivor(disk, 1, UNSYNCED_KEPT)[10]);
            assertThrows(IllegalArgumentException.class, () -> disk.flipBit("a", 100, 0));
        }
    }

    @Test
    void forgottenWritesAreReadUntilThePowerGoes() {
        try (FaultyDisk disk = sevens(100); DiskFile file = disk.open("a")) {
            disk.forgetWrite(1);
            write(file, 50, filled(100, 8));
            write(file, 0, (byte) 1);
            file.sync();
            assertEquals(8, read(file, 60, 1)[0]);
            byte[] after = survivor(disk, 1, UNSYNCED_KEPT);
            assertEquals(150, after.length);
            assertEquals(1, after[0]);
            assertEquals(7, after[60]);
            assertEquals(0, after[120]);
        }
    }

    @Test
    void theDiskSaysHowToMakeItAgain() {
        try (FaultyDisk disk = new FaultyDisk(7).cutAfter(1).failSync(2)) {
            disk.create("a").close();
            assertThrows(FaultyDisk.PowerCut.class, disk::syncDirectory);
            assertEquals("new FaultyDisk(7).cutAfter(1).failSync(2) // operations=2, cut", disk.describe());
            try (FaultyDisk after = disk.afterPowerCut(5, UNSYNCED_TORN).limit(10)) {
                assertEquals("new FaultyDisk(7).cutAfter(1).failSync(2).afterPowerCut(5, UNSYNCED_TORN).limit(10)",
                        after.toString());
            }
        }
    }
}
