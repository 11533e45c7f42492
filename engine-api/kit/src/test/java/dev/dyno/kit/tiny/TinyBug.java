package dev.dyno.kit.tiny;

import dev.dyno.kit.mutant.KilledBy;

/** What can be wrong with a {@link TinyEngine}: one planted bug, and the rule that must find it. */
public enum TinyBug {
    /** Nothing is wrong. */
    NONE,
    @KilledBy("X1") ACKNOWLEDGES_BEFORE_WRITING,
    @KilledBy("X2") ACKNOWLEDGES_BEFORE_SYNCING,
    @KilledBy("X2") DIRECTORY_NOT_SYNCED,
    @KilledBy("X3") CHECKSUM_NOT_LOOKED_AT,
    @KilledBy("X3") BATCH_IN_SEVERAL_RECORDS,
    @KilledBy("X4") TORN_TAIL_REFUSED,
    @KilledBy("X5") FAILED_SYNC_IGNORED,
    @KilledBy("X6") FULL_DISK_IGNORED,
    @KilledBy("X7") DAMAGE_TAKEN_FOR_A_TORN_TAIL,
    @KilledBy("M2") DELETES_NOT_LOGGED
}
