package dev.dyno.api;

/**
 * What went wrong outside the caller's code, by what the caller does next. (What the caller did wrong is an
 * {@link IllegalArgumentException} or {@link IllegalStateException}; a broken internal invariant is an
 * {@link AssertionError}.) Messages have one shape: {@code what: name=value, name=value}.
 */
public abstract sealed class EngineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private EngineException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Bytes on disk are not what was written. Restore from elsewhere; nothing corrupt was served. */
    public static final class Corrupt extends EngineException {
        private static final long serialVersionUID = 1L;
        private final String file;
        private final long position;

        public Corrupt(String file, long position, String layout, String field, Object found, Object expected) {
            super("corrupt data: file=" + file + ", position=" + position + ", layout=" + layout + ", field=" + field
                    + ", found=" + found + ", expected=" + expected, null);
            this.file = file;
            this.position = position;
        }

        public String file() {
            return file;
        }

        public long position() {
            return position;
        }
    }

    /** A file of a version, kind or engine that this build does not read. Use the build that wrote it. */
    public static final class Incompatible extends EngineException {
        private static final long serialVersionUID = 1L;

        public Incompatible(String message) {
            super(message, null);
        }
    }

    /** No space. Nothing acknowledged is lost; free some space and go on. */
    public static final class Full extends EngineException {
        private static final long serialVersionUID = 1L;

        public Full(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * A log write or a sync failed. The outcome of writes in flight is unknown until the engine is opened again; a
     * failed sync is never tried again, because the kernel may have dropped the pages.
     */
    public static final class Failed extends EngineException {
        private static final long serialVersionUID = 1L;

        public Failed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The engine, session, snapshot or cursor is closed. */
    public static final class Closed extends EngineException {
        private static final long serialVersionUID = 1L;

        public Closed(String what) {
            super(what + " is closed", null);
        }
    }

    /** The engine denies a capability. */
    public static final class Unsupported extends EngineException {
        private static final long serialVersionUID = 1L;
        private final Capability capability;

        public Unsupported(String engine, Capability capability) {
            super("not supported: engine=" + engine + ", capability=" + capability + " (" + capability.meaning() + ")",
                    null);
            this.capability = capability;
        }

        public Capability capability() {
            return capability;
        }
    }

    /** The directory is open in this or another process. Close that one first. */
    public static final class InUse extends EngineException {
        private static final long serialVersionUID = 1L;

        public InUse(String message) {
            super(message, null);
        }
    }

    public static final class TableExists extends EngineException {
        private static final long serialVersionUID = 1L;

        public TableExists(String name) {
            super("table exists: name=" + name, null);
        }
    }

    public static final class NoSuchTable extends EngineException {
        private static final long serialVersionUID = 1L;

        public NoSuchTable(String name, String hint) {
            super("no such table: name=" + name + hint, null);
        }
    }

    /** The disk or the network answered with an error. */
    public static final class Io extends EngineException {
        private static final long serialVersionUID = 1L;

        public Io(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
