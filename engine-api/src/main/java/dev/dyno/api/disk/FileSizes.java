package dev.dyno.api.disk;

import java.util.HashMap;
import java.util.Map;

/**
 * Sizes of files, followed by name, and the largest sum they ever had. Threads: any; all that changes a size takes this
 * object's lock, but a write within the size only reads it.
 */
final class FileSizes {

    private final Map<String, Size> sizes = new HashMap<>();
    private long bytes;
    private long largestBytes;

    synchronized long bytes() {
        return bytes;
    }

    synchronized long largestBytes() {
        return largestBytes;
    }

    synchronized Size of(String name) {
        return sizes.computeIfAbsent(name, created -> new Size());
    }

    synchronized void rename(String from, String to) {
        Size moved = sizes.remove(from);
        Size replaced = sizes.put(to, moved);
        if (replaced != null && replaced != moved) {
            replaced.leave();
        }
    }

    synchronized void delete(String name) {
        sizes.remove(name).leave();
    }

    /** The size of one file; files that are gone count no more. */
    final class Size {

        private volatile long size;
        private boolean gone;

        void growTo(long end) {
            if (end > size) {
                synchronized (FileSizes.this) {
                    set(Math.max(end, size));
                }
            }
        }

        void set(long newSize) {
            synchronized (FileSizes.this) {
                bytes += gone ? 0 : newSize - size;
                largestBytes = Math.max(largestBytes, bytes);
                size = newSize;
            }
        }

        private void leave() {
            bytes -= size;
            gone = true;
        }
    }
}
