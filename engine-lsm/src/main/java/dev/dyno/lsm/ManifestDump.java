package dev.dyno.lsm;

import dev.dyno.api.disk.Disk;
import dev.dyno.api.disk.DiskFile;
import dev.dyno.api.layout.Dump;
import dev.dyno.api.layout.FileHeader;
import dev.dyno.api.layout.Layout;
import dev.dyno.api.memory.Memory;
import dev.dyno.api.memory.Region;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** A manifest for people, with every field. */
final class ManifestDump {

    private ManifestDump() {
    }

    static List<Layout> layouts() {
        return List.of(ManifestLayout.LAYOUT, ManifestTableLayout.LAYOUT, ManifestFileLayout.LAYOUT);
    }

    /** @return false if the file is not a manifest, or too damaged to be walked */
    static boolean dump(Disk disk, String name, Dump dump) {
        if (!name.startsWith(Manifests.PREFIX) || !disk.exists(name)) {
            return false;
        }
        try (DiskFile file = disk.open(name);
                Region region = Memory.system().map(Math.max(4096, file.size()), "dump", false)) {
            int bytes = file.read(0, region.address(), (int) file.size());
            long header = region.address() + FileHeader.LENGTH;
            if (bytes < FileHeader.LENGTH + ManifestLayout.LENGTH
                    || ManifestLayout.checksum(header) != ManifestLayout.CHECKSUM.get(header)) {
                return false;
            }
            UnsafeBuffer buffer = new UnsafeBuffer(region.address(), bytes);
            dump.heading(name).enter();
            dump.structure(FileHeader.LAYOUT, buffer, 0, 0);
            dump.structure(ManifestLayout.LAYOUT, buffer, FileHeader.LENGTH, FileHeader.LENGTH);
            dumpEntries(buffer, ManifestLayout.TABLES.get(header), ManifestLayout.FILES.get(header), dump);
            dump.leave();
        }
        return true;
    }

    private static void dumpEntries(UnsafeBuffer buffer, int tables, int files, Dump dump) {
        int at = FileHeader.LENGTH + ManifestLayout.LENGTH;
        for (int i = 0; i < tables; i++) {
            int nameLength = ManifestTableLayout.NAME_LENGTH.get(buffer, at);
            dump.heading("table").enter();
            dump.structure(ManifestTableLayout.LAYOUT, buffer, at, at);
            dump.bytes("name", buffer, at + ManifestTableLayout.LENGTH, nameLength, at + ManifestTableLayout.LENGTH);
            dump.leave();
            at += ManifestTableLayout.bytes(nameLength);
        }
        for (int i = 0; i < files; i++) {
            dump.heading("file").enter();
            dump.structure(ManifestFileLayout.LAYOUT, buffer, at, at);
            dump.leave();
            at += ManifestFileLayout.LENGTH;
        }
    }
}
