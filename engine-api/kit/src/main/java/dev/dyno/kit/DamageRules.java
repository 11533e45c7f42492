package dev.dyno.kit;

import static dev.dyno.api.Capability.DURABLE_PROCESS;
import static dev.dyno.api.Capability.INJECTED_DISK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.EngineException;
import dev.dyno.api.EngineException.Incompatible;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** D, second part: files that are not as they were left. What is wrong is reported, never served. */
public interface DamageRules extends RuleFamily {

    /** Damages tried on a small disk, and on one of many bytes, where each try is a copy. */
    int TRIES = 150;
    int TRIES_OF_MANY_BYTES = 15;
    int MANY_BYTES = 8 << 20;

    @Test
    @Rule("D11")
    default void d11_aFileOfALaterVersionIsRefusedAndLeftAsItIs() {
        if (lacks(DURABLE_PROCESS, INJECTED_DISK)) {
            return;
        }
        checkHeaders(header -> new FileHeader(header.engine(), header.kind(), 999, header.engineId()), "999");
    }

    @Test
    @Rule("D12")
    default void d12_aFileOfAnotherEngineIsRefusedAndLeftAsItIs() {
        if (lacks(DURABLE_PROCESS, INJECTED_DISK)) {
            return;
        }
        checkHeaders(header -> new FileHeader("someoneelse", header.kind(), header.version(), header.engineId()),
                "someoneelse");
    }

    @Test
    @Rule("D13")
    default void d13_aForeignFileIsReported() {
        if (lacks(DURABLE_PROCESS, INJECTED_DISK)) {
            return;
        }
        Damaged written = Damaged.write(fixture());
        byte[] text = "It was a bright cold day in spring, and the clocks were striking. ".getBytes(
                StandardCharsets.US_ASCII);
        for (Map.Entry<String, byte[]> file : written.image().files().entrySet()) {
            byte[] foreign = new byte[Math.max(text.length, file.getValue().length)];
            for (int i = 0; i < foreign.length; i++) {
                foreign[i] = text[i % text.length];
            }
            written.checkReportedOrWhole(written.image().with(file.getKey(), foreign), 0, "foreign " + file.getKey());
        }
    }

    @Test
    @Rule("D14")
    default void d14_aTruncatedFileIsReportedOrAnEarlierState() {
        if (lacks(DURABLE_PROCESS, INJECTED_DISK)) {
            return;
        }
        Damaged written = Damaged.write(fixture());
        for (Map.Entry<String, byte[]> file : written.image().files().entrySet()) {
            int length = file.getValue().length;
            for (int i = 0; i < tries(written) && length > 0; i++) {
                int cut = i == 0 ? 0 : fixture().random().nextInt(length);
                written.checkReportedOrEarlier(written.image().with(file.getKey(), Arrays.copyOf(file.getValue(), cut)),
                        file.getKey() + " cut at " + cut);
            }
        }
    }

    @Test
    @Rule("D15")
    default void d15_aFlippedBitIsReportedOrHarmless() {
        if (lacks(DURABLE_PROCESS, INJECTED_DISK)) {
            return;
        }
        Damaged written = Damaged.write(fixture());
        for (Map.Entry<String, byte[]> file : written.image().files().entrySet()) {
            for (int i = 0; i < tries(written) && file.getValue().length > 0; i++) {
                byte[] flipped = file.getValue().clone();
                int position = usedPosition(flipped);
                flipped[position] ^= (byte) (1 << fixture().random().nextInt(8));
                written.checkReportedOrWhole(written.image().with(file.getKey(), flipped), 1,
                        file.getKey() + " flipped at " + position);
            }
        }
    }

    private int tries(Damaged written) {
        return written.image().bytes() > MANY_BYTES ? TRIES_OF_MANY_BYTES : TRIES;
    }

    /** Somewhere, but rather not in the zeros of space that was taken in advance. */
    private int usedPosition(byte[] bytes) {
        int position = fixture().random().nextInt(bytes.length);
        for (int i = 0; i < 10_000 && bytes[position] == 0; i++) {
            position = fixture().random().nextInt(bytes.length);
        }
        return position;
    }

    /** Files with the shared header, one by one, with a header that has been changed and has a right checksum. */
    private void checkHeaders(UnaryOperator<FileHeader> change, String named) {
        Damaged written = Damaged.write(fixture());
        for (Map.Entry<String, byte[]> file : written.image().files().entrySet()) {
            Optional<byte[]> changed = withHeader(written.image(), file.getKey(), file.getValue(), change);
            if (changed.isPresent()) {
                DiskImage image = written.image().with(file.getKey(), changed.get());
                try (Disk disk = image.toDisk()) {
                    Incompatible refusal = assertThrows(Incompatible.class, () -> written.open(disk, engine -> { }),
                            () -> file.getKey() + " must be refused");
                    assertTrue(refusal.getMessage().contains(named), refusal::getMessage);
                    assertTrue(refusal.getMessage().contains(file.getKey()), refusal::getMessage);
                    assertEquals("", image.difference(DiskImage.of(disk)),
                            "a refused open must change nothing: refused for " + file.getKey());
                }
                fixture().count();
            }
        }
    }

    private static Optional<byte[]> withHeader(
            DiskImage image, String name, byte[] contents, UnaryOperator<FileHeader> change) {
        try (Disk disk = image.toDisk();
                Region region = Memory.system().map(FileHeader.LENGTH, "file header", false);
                DiskFile file = disk.open(name)) {
            UnsafeBuffer buffer = new UnsafeBuffer(region.address(), FileHeader.LENGTH);
            change.apply(FileHeader.read(file, buffer)).encode(buffer, 0);
            byte[] changed = contents.clone();
            buffer.getBytes(0, changed, 0, FileHeader.LENGTH);
            return Optional.of(changed);
        } catch (EngineException notSharedHeader) {
            return Optional.empty();
        }
    }
}
