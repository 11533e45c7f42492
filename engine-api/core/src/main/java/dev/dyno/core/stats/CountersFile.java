package dev.dyno.core.stats;

/**
 * Where the parts of the counters file lie. The values and their descriptions are in Agrona's format (a value of 8
 * bytes every 128, a description of 512), behind a page with the file's header.
 */
final class CountersFile {

    static final String NAME = "counters";
    static final String KIND = "counters";
    static final int VERSION = 1;

    static final int VALUES = 4096;
    static final int VALUES_BYTES = 4096;
    static final int DESCRIPTIONS = VALUES + VALUES_BYTES;
    /** Agrona asks for four times the bytes of the values. */
    static final int DESCRIPTIONS_BYTES = 4 * VALUES_BYTES;
    static final int BYTES = DESCRIPTIONS + DESCRIPTIONS_BYTES;

    private CountersFile() {
    }
}
