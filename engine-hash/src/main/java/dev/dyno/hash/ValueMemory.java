package dev.dyno.hash;

/** Where a read copies values to. */
interface ValueMemory {

    long NO_ROOM = 0;

    /** @return memory for a value of this length, or {@link #NO_ROOM} */
    long address(int length);
}
