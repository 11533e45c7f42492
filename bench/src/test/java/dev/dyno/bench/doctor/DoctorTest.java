package dev.dyno.bench.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.bench.doctor.Check.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

    private static final Map<String, String> GOOD = Map.of("jdk", "a JDK", "cores", "8", "cpu", "a processor",
            "memory", "16 GiB", "memoryFree", "12 GiB", "loadBefore", "0.1 0.2 0.3", "governor", "performance",
            "hugePages", "madvise");

    @Test
    void aQuietMachineIsFit() {
        List<Check> checks = new SystemChecks(GOOD).all();
        assertEquals(Verdict.OK, Doctor.overall(checks), checks::toString);
        checks.forEach(check -> assertEquals("", check.advice()));
    }

    @Test
    void whatTheSystemDoesNotStateIsNotGuessed() {
        for (Check check : new SystemChecks(Map.of()).all()) {
            assertFalse(check.verdict() == Verdict.UNFIT, check::toString);
        }
    }

    @Test
    void eachFactHasItsVerdict() {
        assertEquals(Verdict.UNFIT, new SystemChecks(GOOD).jdk(24).verdict());
        assertEquals(Verdict.WARN, with("cores", "1").cores().verdict());
        assertEquals(Verdict.WARN, with("virtualMachine", "yes").cores().verdict());
        assertEquals(Verdict.UNFIT, with("memoryFree", "0.5 GiB").memory().verdict());
        assertEquals(Verdict.WARN, with("memoryFree", "2.9 GiB").memory().verdict());
        assertEquals(Verdict.WARN, with("loadBefore", "2.1 1 1").load().verdict());
        assertEquals(Verdict.UNFIT, with("loadBefore", "12.1 1 1").load().verdict());
        assertEquals(Verdict.WARN, with("governor", "powersave").governor().verdict());
        assertEquals(Verdict.WARN, with("hugePages", "never").hugePages().verdict());
        assertEquals(Verdict.WARN, ClockCheck.judge("acpi_pm", 2_000, 900).verdict());
        assertEquals(Verdict.OK, ClockCheck.judge("tsc", 10, 25).verdict());
    }

    @Test
    void noiseIsTheSmallestDifferenceThatEqualWorkSeemsToHave() {
        double[] quiet = new double[30];
        double[] loud = new double[30];
        Random random = new Random(7);
        for (int i = 0; i < quiet.length; i++) {
            quiet[i] = random.nextGaussian() * 0.01;
            loud[i] = random.nextGaussian() * 0.8;
        }
        assertEquals(Verdict.OK, NoiseCheck.judge("noise", quiet).verdict());
        assertEquals(Verdict.UNFIT, NoiseCheck.judge("noise", loud).verdict());
        double[] biased = new double[30];
        Arrays.fill(biased, 0.05);
        assertTrue(NoiseCheck.judge("noise", biased).found().contains("5.1 %"), "a constant bias is noise, too");
    }

    @Test
    void syncsThatAreTooFastAreNotBelieved(@TempDir Path folder) throws IOException {
        long[] fast = new long[60];
        Arrays.fill(fast, 900);
        long[] device = new long[60];
        Arrays.fill(device, 90_000);
        assertEquals(Verdict.WARN, new DiskCheck(folder, "ext4 (rw)").judgeSync(fast).verdict());
        assertEquals(Verdict.OK, new DiskCheck(folder, "ext4 (rw)").judgeSync(device).verdict());
        assertEquals(Verdict.WARN, new DiskCheck(folder, "tmpfs (rw)").judgeSync(device).verdict());
        assertEquals(Verdict.UNFIT, new DiskCheck(folder, "ext4 (rw)").judgeSpace(0.2).verdict());
        new DiskCheck(folder, "ext4 (rw)").sync();
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count(), "the probe leaves nothing behind");
        }
    }

    private static SystemChecks with(String name, String value) {
        Map<String, String> facts = new HashMap<>(GOOD);
        facts.put(name, value);
        return new SystemChecks(facts);
    }
}
