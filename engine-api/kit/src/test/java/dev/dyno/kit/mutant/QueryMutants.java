package dev.dyno.kit.mutant;

import dev.dyno.api.Cursor;
import dev.dyno.api.ForwardingTable;
import dev.dyno.api.Range;
import dev.dyno.api.Session;
import dev.dyno.api.Table;
import java.util.Comparator;
import java.util.function.UnaryOperator;

/** Bugs in queries and scans. */
final class QueryMutants {

    private QueryMutants() {
    }

    @KilledBy("Q2")
    static final class DescendingDropsTheFirst extends Mutant {
        @Override
        protected Table table(Table inner, Session session) {
            return new ForwardingTable(inner) {
                @Override
                public Cursor query(Range range) {
                    Cursor cursor = inner().query(range);
                    if (range.reverse()) {
                        cursor.next();
                    }
                    return cursor;
                }
            };
        }
    }

    @KilledBy("Q9")
    static final class AfterIsInclusive extends Mutant {
        @Override
        protected Table table(Table inner, Session session) {
            return asking(inner, range -> {
                if (!range.hasAfter()) {
                    return range;
                }
                Range other = new Range().partition(range.partition(), 0, range.partition().capacity())
                        .reverse(range.reverse()).limit(range.limit());
                return range.reverse() ? other.to(range.after(), 0, range.after().capacity(), true)
                        : other.from(range.after(), 0, range.after().capacity(), true);
            });
        }
    }

    @KilledBy("Q7")
    static final class LimitIsOneMore extends Mutant {
        @Override
        protected Table table(Table inner, Session session) {
            return asking(inner, range -> range.limit() == Integer.MAX_VALUE ? range
                    : new Range().set(range).limit(range.limit() + 1));
        }
    }

    @KilledBy("Q3")
    static final class UpperBoundIsAlwaysInclusive extends Mutant {
        @Override
        protected Table table(Table inner, Session session) {
            return asking(inner, range -> range.hasUpper()
                    ? new Range().set(range).to(range.upper(), 0, range.upper().capacity(), true) : range);
        }
    }

    @KilledBy("K1")
    static final class BytesAreSigned extends Mutant {
        @Override
        protected Table table(Table inner, Session session) {
            return new ForwardingTable(inner) {
                @Override
                public Cursor query(Range range) {
                    return new CopiedCursor(inner().query(range), Comparator.comparing(
                            key -> key.sort().capacity() == 0 ? Byte.MIN_VALUE - 1 : key.sort().getByte(0)));
                }
            };
        }
    }

    @KilledBy("R11")
    static final class EachSegmentIsTheWhole extends Mutant {
        @Override
        protected Table table(Table inner, Session session) {
            return new ForwardingTable(inner) {
                @Override
                public Cursor scan(int segment, int of) {
                    return inner().scan(0, 1);
                }
            };
        }
    }

    private static Table asking(Table inner, UnaryOperator<Range> change) {
        return new ForwardingTable(inner) {
            @Override
            public Cursor query(Range range) {
                return inner().query(change.apply(range));
            }
        };
    }
}
