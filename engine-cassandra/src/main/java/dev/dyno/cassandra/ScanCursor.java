package dev.dyno.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.dyno.api.Key;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/** A walk over one of several equal parts of the token ring: partitions in the order of their hash. */
final class ScanCursor extends RowCursor {

    private static final BigInteger TOKENS = BigInteger.ONE.shiftLeft(Long.SIZE);

    ScanCursor(CassandraReader reader, int segment, int of, boolean strong) {
        super(reader);
        BoundStatement statement = reader.session().rows().statements().scan
                .bind(start(segment, of), start(segment + 1, of) - 1, spec().id())
                .setPageSize(reader.session().engine().pageItems());
        walk(reader.session().rows().range(statement, strong));
    }

    /** The first token of a segment; that of the one behind the last wraps round to the least token. */
    static long start(int segment, int of) {
        return TOKENS.multiply(BigInteger.valueOf(segment)).divide(BigInteger.valueOf(of)).longValue() + Long.MIN_VALUE;
    }

    @Override
    public boolean next() {
        return step();
    }

    @Override
    public boolean seek(Key key) {
        throw new UnsupportedOperationException("a scan cannot seek: its order is the servers' own");
    }

    @Override
    boolean accept(Row row) {
        return true;
    }

    @Override
    ByteBuffer partitionOf(Row row) {
        return row.getByteBuffer("pk");
    }
}
