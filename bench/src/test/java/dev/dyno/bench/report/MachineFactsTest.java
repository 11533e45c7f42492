package dev.dyno.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineFactsTest {
    @TempDir
    Path root;

    @Test
    void factsComeFromTheKernelsFiles() throws IOException {
        file("proc/cpuinfo", "processor\t: 0\nmodel name\t: Some CPU @ 3 GHz\nflags\t\t: fpu hypervisor sse\n");
        file("proc/meminfo", "MemTotal:       16777216 kB\nMemAvailable:    8388608 kB\n");
        file("proc/loadavg", "0.52 0.40 0.30 1/234 5678\n");
        file("proc/mounts", "overlay / overlay rw,relatime 0 0\n/dev/sda1 /data ext4 rw,noatime 0 0\n"
                + "none /database tmpfs rw 0 0\n");
        file("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
        file("sys/fs/cgroup/cpu.max", "150000 100000\n");
        file("sys/fs/cgroup/memory.max", "max\n");
        file("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");

        Map<String, String> facts = new MachineFacts(root).all(Path.of("/data/run"));
        assertEquals("Some CPU @ 3 GHz", facts.get("cpu"));
        assertEquals("yes", facts.get("virtualMachine"));
        assertEquals("16.0 GiB", facts.get("memory"));
        assertEquals("8.00 GiB", facts.get("memoryFree"));
        assertEquals("1.50 cores", facts.get("cpuLimit"));
        assertEquals("madvise", facts.get("hugePages"));
        assertEquals("ext4 (rw,noatime)", facts.get("fileSystem"));
        assertEquals("0.52 0.40 0.30", facts.get("loadBefore"));
        assertEquals("tsc", facts.get("clockSource"));
        assertFalse(facts.containsKey("memoryLimit") || facts.containsKey("governor"), facts.toString());
    }

    @Test
    void whereThereIsNothingTheJvmStillIsKnown() {
        Map<String, String> facts = new MachineFacts(root).all(root);
        assertEquals(System.getProperty("os.arch"), facts.get("cpu"));
        assertTrue(facts.get("jdk").contains(System.getProperty("java.runtime.version")), facts.toString());
        assertFalse(facts.containsKey("memory") || facts.containsKey("fileSystem"), facts.toString());
    }

    @Test
    void outsideARepositoryTheCommitIsUnknown() {
        assertEquals(new RunRecord.Commit("", false), MachineFacts.commit(root.resolve("absent")));
    }

    private void file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
