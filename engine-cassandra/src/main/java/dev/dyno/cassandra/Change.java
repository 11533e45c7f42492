package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;

/** What a write makes of an item that was read for it: for conditions and updates that only this side can judge. */
interface Change {

    long WRITE = Long.MIN_VALUE;
    long REMOVE = Long.MIN_VALUE + 1;

    /**
     * @param current the item's row, or null if there is none
     * @return {@link #WRITE}, {@link #REMOVE}, or a code of {@link dev.dyno.api.Outcome}
     */
    long decide(Row current);

    /** What to write; asked after {@link #WRITE}. */
    ByteBuffer value();
}
