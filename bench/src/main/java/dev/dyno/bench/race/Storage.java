package dev.dyno.bench.race;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What the system says about bytes on storage, the same yardstick for every engine, and folders made and removed. */
public final class Storage {

    private static final Path PROCESS_IO = Path.of("/proc/self/io");
    private static final String WRITE_BYTES = "write_bytes: ";
    private static final long KIBIBYTE = 1024;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private Storage() {
    }

    /**
     * Bytes that this process, all its threads, caused to be sent to storage: Linux counts a page when it becomes
     * dirty, so it is exact for written files and counts whole pages of mapped ones. @return -1 on other systems
     */
    public static long processBytesWritten() {
        try {
            for (String line : Files.readAllLines(PROCESS_IO)) {
                if (line.startsWith(WRITE_BYTES)) {
                    return Long.parseLong(line.substring(WRITE_BYTES.length()).trim());
                }
            }
            return -1;
        } catch (IOException e) {
            return -1; // No such file: not Linux, or a container that hides it. The record says "not measured".
        }
    }

    /** Waits until this process has written nothing for as long as {@code quiet}, at most {@code atMost}. */
    static void awaitQuiet(Duration quiet, Duration atMost) {
        long start = System.nanoTime();
        long changed = start;
        long written = processBytesWritten();
        while (written >= 0 && System.nanoTime() - changed < quiet.toNanos()
                && System.nanoTime() - start < atMost.toNanos()) {
            LockSupport.parkNanos(POLL_NANOS);
            long now = processBytesWritten();
            if (now != written) {
                written = now;
                changed = System.nanoTime();
            }
        }
    }

    /**
     * Copies the files of a folder, which nobody has open, and what is below. Holes stay holes where the system's own
     * {@code cp} keeps them: Java's copy would fill those of an LMDB map with 64 GiB of zeros.
     */
    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        Process process;
        try {
            process = new ProcessBuilder("cp", "-R", from.resolve(".").toString(), to.toString())
                    .redirectErrorStream(true).start();
        } catch (IOException e) {
            copyFiles(from, to); // No cp here.
            return;
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("copy failed: from=" + from + ", to=" + to + ", cp says: " + output.strip());
        }
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path source : all.toList()) {
                Path target = to.resolve(from.relativize(source));
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(source, target);
                }
            }
        }
    }

    /** Bytes allocated to the files below a folder: holes cost nothing, which lengths would not tell. */
    public static long allocatedBytes(Path folder) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder("du", "-sk", folder.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            return lengths(folder); // No du here.
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        String[] columns = output.split("\\s", 2);
        return columns[0].matches("\\d+") ? Long.parseLong(columns[0]) * KIBIBYTE : lengths(folder);
    }

    private static long lengths(Path folder) throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
        }
        return sum;
    }

    /** Removes a folder and what is below; nothing if it is not there. */
    public static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException error) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
