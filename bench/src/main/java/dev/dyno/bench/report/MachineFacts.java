package dev.dyno.bench.report;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What a reviewer needs to know of the machine. Everything comes from files under {@code /proc} and {@code /sys}, from
 * the JVM and from {@code git}; what is not there is left out, never guessed, so other systems get a shorter list.
 */
public final class MachineFacts {
    private static final Path ROOT = Path.of("/");

    private final Path root;
    private final Map<String, String> facts = new LinkedHashMap<>();

    MachineFacts(Path root) {
        this.root = root;
    }

    /**
     * Gathers the facts now; call it before the run, because load is one of them.
     *
     * @param dataDirectory where the engines' files will lie; its file system is recorded
     */
    public static Map<String, String> gather(Path dataDirectory) {
        return new MachineFacts(ROOT).all(dataDirectory);
    }

    Map<String, String> all(Path dataDirectory) {
        processor();
        memory();
        put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        fileSystem(dataDirectory);
        jvm();
        put("clockSource", firstLine("sys/devices/system/clocksource/clocksource0/current_clocksource"));
        put("loadBefore", loadAverage());
        return Text.ordered(facts);
    }

    private void processor() {
        String info = read("proc/cpuinfo");
        String model = field(info, "model name");
        put("cpu", model.isEmpty() ? System.getProperty("os.arch") : model);
        put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        put("governor", firstLine("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
        if ((" " + field(info, "flags") + " ").contains(" hypervisor ")) {
            put("virtualMachine", "yes");
        }
    }

    private void memory() {
        String info = read("proc/meminfo");
        put("memory", gibibytes(field(info, "MemTotal")));
        put("memoryFree", gibibytes(field(info, "MemAvailable")));
        put("memoryLimit", gibibytesOfBytes(firstLine("sys/fs/cgroup/memory.max")));
        put("cpuLimit", cpuLimit(firstLine("sys/fs/cgroup/cpu.max")));
        put("hugePages", chosen(firstLine("sys/kernel/mm/transparent_hugepage/enabled")));
    }

    private void fileSystem(Path dataDirectory) {
        String path = dataDirectory.toAbsolutePath().normalize().toString();
        String mountPoint = "";
        for (String line : read("proc/mounts").lines().toList()) {
            String[] columns = line.split(" ");
            if (columns.length > 3 && contains(columns[1], path) && columns[1].length() >= mountPoint.length()) {
                mountPoint = columns[1];
                put("fileSystem", columns[2] + " (" + columns[3] + ")");
            }
        }
    }

    private static boolean contains(String mountPoint, String path) {
        return mountPoint.equals("/") || path.equals(mountPoint) || path.startsWith(mountPoint + "/");
    }

    private void jvm() {
        put("jdk", System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"));
        put("vm", System.getProperty("java.vm.name"));
        put("collector", ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName).collect(Collectors.joining(", ")));
        put("jvmFlags", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
    }

    /** The state of the source tree that holds {@code directory}; an empty hash without git. */
    public static RunRecord.Commit commit(Path directory) {
        String hash = git(directory, "rev-parse", "HEAD");
        boolean dirty = !hash.isEmpty() && !git(directory, "status", "--porcelain", "--untracked-files=no").isEmpty();
        return new RunRecord.Commit(hash, dirty);
    }

    private static String git(Path directory, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", directory.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        Process process = null;
        try {
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? output : "";
        } catch (IOException e) {
            return ""; // no git here: the record says that the commit is not known
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        } finally {
            if (process != null) {
                process.destroy();
            }
        }
    }

    private void put(String name, String value) {
        if (value != null && !value.isBlank()) {
            facts.put(name, value.strip());
        }
    }

    /** Unreadable and absent are the same here: some kernels list files that a container may not open. */
    private String read(String file) {
        try {
            return Files.readString(root.resolve(file));
        } catch (IOException e) {
            return "";
        }
    }

    private String firstLine(String file) {
        return read(file).lines().findFirst().orElse("").strip();
    }

    private String loadAverage() {
        String[] columns = firstLine("proc/loadavg").split(" ");
        return columns.length < 3 ? "" : columns[0] + " " + columns[1] + " " + columns[2];
    }

    /** The value of the first {@code name : value} line. */
    private static String field(String text, String name) {
        for (String line : text.lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equals(name)) {
                return line.substring(colon + 1).strip();
            }
        }
        return "";
    }

    /** The chosen word of a kernel switch such as {@code always [madvise] never}. */
    private static String chosen(String line) {
        int open = line.indexOf('[');
        int close = line.indexOf(']', open + 1);
        return open < 0 || close < 0 ? line : line.substring(open + 1, close);
    }

    private static String gibibytes(String kibibytes) {
        String digits = kibibytes.replace(" kB", "");
        return digits.matches("\\d{1,15}") ? gibibytesOfBytes(Long.toString(Long.parseLong(digits) * 1024)) : "";
    }

    private static String gibibytesOfBytes(String bytes) {
        return bytes.matches("\\d{1,18}") ? Text.digits(Long.parseLong(bytes) / (double) (1L << 30)) + " GiB" : "";
    }

    /** Cores from {@code quota period} in microseconds; empty for {@code max}. */
    private static String cpuLimit(String line) {
        String[] columns = line.split(" ");
        return columns.length == 2 && columns[0].matches("\\d{1,18}") && columns[1].matches("[1-9]\\d{0,17}")
                ? Text.digits(Double.parseDouble(columns[0]) / Double.parseDouble(columns[1])) + " cores" : "";
    }
}
