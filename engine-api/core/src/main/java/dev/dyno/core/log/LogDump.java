package dev.dyno.core.log;

import dev.dyno.api.Names;
import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.layout.Layout;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Log files for people: what an {@link dev.dyno.api.EngineProvider} on the log answers for its layouts and dumps. */
public final class LogDump {

    private static final List<String> KINDS =
            List.of("put", "delete", "create table", "drop table", "highest table id", "clean close");

    private LogDump() {
    }

    public static List<Layout> layouts() {
        return List.of(FileHeader.LAYOUT, SegmentLayout.LAYOUT, FrameLayout.LAYOUT, AnchorLayout.LAYOUT,
                OperationLayout.LAYOUT, MarkLayout.LAYOUT);
    }

    /**
     * Dumps a segment: header, every frame, and where its frames end.
     *
     * @return false if the file is not a segment of a log
     */
    public static boolean dump(Disk disk, String name, Dump dump) {
        if (!Segment.isSegment(name) || !disk.exists(name)) {
            return false;
        }
        try (DiskFile file = disk.open(name)) {
            if (file.size() < SegmentLayout.FRAMES || file.size() > Integer.MAX_VALUE) {
                return false;
            }
            try (DiskFile.Mapping mapping = file.map(0, file.size(), false)) {
                dumpSegment(name, mapping, dump);
            }
        }
        return true;
    }

    private static void dumpSegment(String name, DiskFile.Mapping mapping, Dump dump) {
        long address = mapping.address();
        int bytes = (int) mapping.length();
        UnsafeBuffer buffer = new UnsafeBuffer(address, bytes);
        dump.heading(name).enter();
        dump.structure(FileHeader.LAYOUT, buffer, 0, 0);
        dump.structure(SegmentLayout.LAYOUT, buffer, SegmentLayout.OFFSET, SegmentLayout.OFFSET);
        long fields = address + SegmentLayout.OFFSET;
        long first = SegmentLayout.FIRST_POSITION.get(fields);
        long salt = SegmentLayout.SALT.get(fields);
        FrameView frame = new FrameView();
        int at = SegmentLayout.FRAMES;
        long sequence = 0;
        while (FrameLayout.isValid(address + at, bytes - at, first + at, salt)) {
            frame.wrap(name, at, address + at, sequence + 1);
            sequence = frame.lastSequence();
            dump.heading("frame of " + frame.commits() + " from sequence " + frame.firstSequence()).enter()
                    .structure(FrameLayout.LAYOUT, buffer, at, at);
            if (FrameLayout.isAnchored(address + at)) {
                int anchor = at + FrameLayout.LENGTH;
                dump.structure(AnchorLayout.LAYOUT, buffer, anchor, anchor);
            }
            while (frame.next()) {
                dumpOperation(frame, address, buffer, dump);
            }
            dump.leave();
            at += FrameLayout.length(address + at);
        }
        boolean zero = at >= bytes || FrameLayout.FRAME_LENGTH.get(address + at) == 0;
        dump.heading((zero ? "end of frames at " : "no valid frame at ") + at).leave();
    }

    private static void dumpOperation(FrameView frame, long address, UnsafeBuffer buffer, Dump dump) {
        int at = (int) (frame.operationAddress() - address);
        int partition = frame.key().partition().capacity();
        int sort = frame.key().sort().capacity();
        int value = (int) (frame.valueAddress() - address);
        int parts = value - sort - partition;
        String key = partition == 0 ? "" : " " + Names.printable(frame.key().partition());
        boolean indexed = frame.kind() == FrameView.PUT || frame.kind() == FrameView.DELETE;
        dump.heading("operation " + KINDS.get(frame.kind() - 1) + key + ", table " + frame.tableId()
                + (indexed ? ", index " + frame.index() : "")).enter();
        dump.structure(OperationLayout.LAYOUT, buffer, at, at);
        part("numbers", buffer, at + OperationLayout.LENGTH, parts - at - OperationLayout.LENGTH, dump);
        part("partition", buffer, parts, partition, dump);
        part("sort", buffer, parts + partition, sort, dump);
        part("value", buffer, value, frame.valueLength(), dump);
        dump.leave();
    }

    private static void part(String name, UnsafeBuffer buffer, int offset, int length, Dump dump) {
        if (length > 0) {
            dump.bytes(name, buffer, offset, length, offset);
        }
    }
}
