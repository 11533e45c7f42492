package dev.dyno.lsm.memory;

/** How a memtable finds its records. */
public enum MemtableKind {
    /** A B+tree, see {@link MemTree}: few cache misses a search. */
    BTREE,
    /** A skip list, see {@link SkipList}: what most engines of this kind have, to compare with. */
    SKIPLIST;

    MemIndex create(Arena arena, long seed) {
        return switch (this) {
            case BTREE -> new MemTree(arena);
            case SKIPLIST -> new SkipList(arena, seed);
        };
    }
}
