package dev.dyno.lsm.entry;

/**
 * What a point read found: reused, so that nothing is allocated. Addresses are valid as long as what they were found
 * in is held. Threads: the owner's.
 */
public final class Answer {

    private int kind;
    private long sequence;
    private long valueAddress;
    private int valueLength;

    public void set(int ofKind, long ofSequence, long address, int length) {
        kind = ofKind;
        sequence = ofSequence;
        valueAddress = address;
        valueLength = length;
    }

    /** See {@link EntryKind}. */
    public int kind() {
        return kind;
    }

    public long sequence() {
        return sequence;
    }

    public long valueAddress() {
        return valueAddress;
    }

    public int valueLength() {
        return valueLength;
    }
}
