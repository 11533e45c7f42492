package dev.dyno.kit;

import static dev.dyno.api.Capability.QUERY;
import static dev.dyno.api.Capability.QUERY_REVERSE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dyno.api.Cursor;
import dev.dyno.api.Key;
import dev.dyno.api.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Q, first part: which items a query returns, and in which order. {@link CursorRules} has the walk itself. */
public interface QueryRules extends RuleFamily {

    @Test
    @Rule("Q1")
    default void q1_aQueryReturnsItsPartitionInOrder() {
        if (lacks(QUERY)) {
            return;
        }
        fill("c", "a", "e", "b", "d");
        items().put("o", "z", "another partition");
        items().put("p2", "a", "another partition");
        assertEquals(List.of("a=1", "b=1", "c=1", "d=1", "e=1"), items().query(Items.range("p")));
        items().delete("p", "c");
        items().put("p", "b", "2");
        assertEquals(List.of("a=1", "b=2", "d=1", "e=1"), items().query(Items.range("p")));
    }

    @Test
    @Rule("Q2")
    default void q2_aReverseQueryReturnsExactlyTheReverse() {
        if (lacks(QUERY, QUERY_REVERSE)) {
            return;
        }
        for (int i = 0; i < 300; i++) {
            items().put("p", "s" + fixture().random().nextInt(1_000), "v" + i);
        }
        items().put("p", "", "the empty sort key");
        items().put("p\0", "", "the next partition");
        for (Range range : List.of(Items.range("p"), from(Items.range("p"), "s3", true),
                to(Items.range("p"), "s7", false), prefix(Items.range("p"), "s5"))) {
            List<String> ascending = items().query(range);
            assertEquals(ascending.reversed(), items().query(range.reverse(true)));
        }
    }

    @Test
    @Rule("Q3")
    default void q3_boundsAreInclusiveOrExclusiveAsAsked() {
        if (lacks(QUERY)) {
            return;
        }
        fill("a", "b", "c", "d", "e");
        assertEquals(List.of("b=1", "c=1", "d=1"), items().query(to(from(Items.range("p"), "b", true), "d", true)));
        assertEquals(List.of("c=1", "d=1"), items().query(to(from(Items.range("p"), "b", false), "d", true)));
        assertEquals(List.of("b=1", "c=1"), items().query(to(from(Items.range("p"), "b", true), "d", false)));
        assertEquals(List.of("c=1"), items().query(to(from(Items.range("p"), "b", false), "d", false)));
        assertEquals(List.of("c=1", "d=1", "e=1"), items().query(from(Items.range("p"), "bb", true)));
        assertEquals(List.of("a=1", "b=1"), items().query(to(Items.range("p"), "bb", true)));
        assertEquals(List.of("c=1"), items().query(to(from(Items.range("p"), "c", true), "c", true)));
    }

    @Test
    @Rule("Q4")
    default void q4_boundsThatExcludeEachOtherAreAnEmptyRange() {
        if (lacks(QUERY)) {
            return;
        }
        fill("a", "b", "c");
        assertEquals(List.of(), items().query(to(from(Items.range("p"), "c", true), "a", true)));
        assertEquals(List.of(), items().query(to(from(Items.range("p"), "b", false), "b", true)));
        assertEquals(List.of(), items().query(to(from(Items.range("p"), "b", true), "b", false)));
        assertEquals(List.of(), items().query(prefix(from(Items.range("p"), "b", true), "a")));
        assertEquals(List.of(), items().query(Items.range("nobody")));
        assertEquals(List.of(), items().query(from(Items.range("p"), "zz", true)));
        assertEquals(List.of(), items().query(to(Items.range("p"), "A", true)));
    }

    @Test
    @Rule("Q5")
    default void q5_aPrefixSelectsWhatStartsWithIt() {
        if (lacks(QUERY)) {
            return;
        }
        fill("", "a", "ab", "aba", "abb", "ac", "b");
        assertEquals(List.of("ab=1", "aba=1", "abb=1"), items().query(prefix(Items.range("p"), "ab")));
        assertEquals(7, items().query(prefix(Items.range("p"), "")).size(), "everything starts with nothing");
        assertEquals(List.of(), items().query(prefix(Items.range("p"), "abbb")));
        assertEquals(List.of("abb=1"), items().query(prefix(from(Items.range("p"), "aba", false), "ab")));
    }

    @Test
    @Rule("Q6")
    default void q6_aPrefixOfHighestBytesHasNoUpperNeighbour() {
        if (lacks(QUERY)) {
            return;
        }
        byte[][] sorts = {Items.raw(0xfe, 0xff), Items.raw(0xff), Items.raw(0xff, 0x00), Items.raw(0xff, 0xff),
            Items.raw(0xff, 0xff, 0x7f), Items.raw(0xff, 0xff, 0xff)};
        for (byte[] sort : sorts) {
            items().put(Items.key(Items.raw('p'), sort), sort);
        }
        items().put(Items.key(Items.raw('p', 0xff), Items.raw(0xff, 0xff)), Items.raw(1));
        assertEquals(5, count(Items.raw(0xff), false));
        assertEquals(3, count(Items.raw(0xff, 0xff), false));
        assertEquals(1, count(Items.raw(0xff, 0xff, 0xff), false));
        if (!lacks(QUERY_REVERSE)) {
            assertEquals(5, count(Items.raw(0xff), true));
            assertEquals(3, count(Items.raw(0xff, 0xff), true));
        }
    }

    @Test
    @Rule("Q7")
    default void q7_aLimitIsKeptAndMayBeZero() {
        if (lacks(QUERY)) {
            return;
        }
        fill("a", "b", "c");
        assertEquals(List.of(), items().query(Items.range("p").limit(0)));
        assertEquals(List.of("a=1"), items().query(Items.range("p").limit(1)));
        assertEquals(List.of("a=1", "b=1", "c=1"), items().query(Items.range("p").limit(3)));
        assertEquals(List.of("a=1", "b=1", "c=1"), items().query(Items.range("p").limit(Integer.MAX_VALUE)));
        assertThrows(IllegalArgumentException.class, () -> Items.range("p").limit(-1));
        if (!lacks(QUERY_REVERSE)) {
            assertEquals(List.of("c=1", "b=1"), items().query(Items.range("p").reverse(true).limit(2)));
        }
    }

    @Test
    @Rule("Q8")
    default void q8_pagesByAfterCoverEveryItemOnce() {
        if (lacks(QUERY)) {
            return;
        }
        for (int i = 0; i < 100; i++) {
            items().put("p", "s" + fixture().random().nextInt(500), "v" + i);
        }
        items().put("p", "", "the empty sort key");
        for (int page : new int[] {1, 7, 100, 1_000}) {
            checkPages(page, false);
            if (!lacks(QUERY_REVERSE)) {
                checkPages(page, true);
            }
        }
    }

    @Test
    @Rule("Q9")
    default void q9_afterIsStrictlyBehindInTheDirectionOfTheWalk() {
        if (lacks(QUERY)) {
            return;
        }
        fill("a", "b", "c", "d");
        assertEquals(List.of("c=1", "d=1"), items().query(after(Items.range("p"), "b")));
        assertEquals(List.of("c=1", "d=1"), items().query(after(Items.range("p"), "bb")));
        assertEquals(List.of("c=1"), items().query(after(to(Items.range("p"), "c", true), "b")));
        assertEquals(List.of("d=1"), items().query(after(from(Items.range("p"), "d", true), "b")));
        assertEquals(List.of(), items().query(after(Items.range("p"), "d")));
        if (!lacks(QUERY_REVERSE)) {
            assertEquals(List.of("b=1", "a=1"), items().query(after(Items.range("p"), "c").reverse(true)));
            assertEquals(List.of("b=1"),
                    items().query(after(from(Items.range("p"), "b", true), "c").reverse(true)));
            assertEquals(List.of(), items().query(after(Items.range("p"), "a").reverse(true)));
        }
    }

    @Test
    @Rule("Q10")
    default void q10_rangeBuffersAreTheCallersAgainWhenQueryReturns() {
        if (lacks(QUERY)) {
            return;
        }
        fill("a", "b", "c", "d");
        MutableDirectBuffer buffer = new UnsafeBuffer(new byte[] {'p', 'b', 'c', 'a'});
        Range range = new Range().partition(buffer, 0, 1).from(buffer, 1, 1, true).to(buffer, 2, 1, true)
                .after(buffer, 3, 1);
        try (Cursor cursor = table().query(range)) {
            buffer.setMemory(0, 4, (byte) 'x');
            range.partition(buffer, 0, 1).limit(0);
            assertEquals(List.of("b=1", "c=1"), items().drain(cursor));
        }
    }

    @Test
    @Rule("Q11")
    default void q11_randomRangesReturnWhatTheirDefinitionSays() {
        if (lacks(QUERY)) {
            return;
        }
        List<byte[]> sorts = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            byte[] sort = randomSort();
            sorts.add(sort);
            items().put(Items.key(Items.raw('p'), sort), Items.raw(1));
        }
        sorts.sort(Arrays::compareUnsigned);
        boolean reverses = !lacks(QUERY_REVERSE);
        for (int i = 0; i < 300; i++) {
            Range range = randomRange(reverses && fixture().random().nextBoolean());
            checkRange(range, sorts);
        }
    }

    private void checkRange(Range range, List<byte[]> sorts) {
        List<String> expected = new ArrayList<>();
        String last = null;
        for (byte[] sort : range.reverse() ? sorts.reversed() : sorts) {
            String shown = HexFormat.of().formatHex(sort);
            if (range.contains(new UnsafeBuffer(sort), 0, sort.length) && !shown.equals(last)
                    && expected.size() < range.limit()) {
                expected.add(shown);
            }
            last = shown;
        }
        List<String> found = new ArrayList<>();
        try (Cursor cursor = table().query(range)) {
            while (cursor.next()) {
                found.add(HexFormat.of().formatHex(Items.copy(cursor.key().sort())));
                fixture().count();
            }
        }
        assertEquals(expected, found);
    }

    private Range randomRange(boolean reverse) {
        Range range = Items.range("p").reverse(reverse);
        byte[] bound = randomSort();
        byte[] another = randomSort();
        if (fixture().random().nextBoolean()) {
            range.from(new UnsafeBuffer(bound), 0, bound.length, fixture().random().nextBoolean());
        }
        if (fixture().random().nextBoolean()) {
            range.to(new UnsafeBuffer(another), 0, another.length, fixture().random().nextBoolean());
        }
        byte[] prefix = randomSort();
        if (fixture().random().nextInt(3) == 0) {
            range.prefix(new UnsafeBuffer(prefix), 0, Math.min(prefix.length, 2));
        }
        byte[] after = randomSort();
        if (fixture().random().nextInt(3) == 0) {
            range.after(new UnsafeBuffer(after), 0, after.length);
        }
        return fixture().random().nextInt(3) == 0 ? range.limit(fixture().random().nextInt(20)) : range;
    }

    /** Of few different bytes, so that bounds meet keys. */
    private byte[] randomSort() {
        byte[] sort = new byte[fixture().random().nextInt(4)];
        for (int i = 0; i < sort.length; i++) {
            sort[i] = (byte) (new int[] {0x00, 0x01, 0x7f, 0x80, 0xff})[fixture().random().nextInt(5)];
        }
        return sort;
    }

    private void checkPages(int page, boolean reverse) {
        List<String> whole = items().query(Items.range("p").reverse(reverse));
        List<String> found = new ArrayList<>();
        Range range = Items.range("p").reverse(reverse).limit(page);
        List<String> some = items().query(range);
        while (!some.isEmpty()) {
            assertTrue(some.size() <= page);
            found.addAll(some);
            String last = some.getLast().substring(0, some.getLast().indexOf('='));
            some = items().query(after(Items.range("p"), last).reverse(reverse).limit(page));
        }
        assertEquals(whole, found);
        assertFalse(whole.isEmpty());
    }

    private int count(byte[] prefix, boolean reverse) {
        Range range = Items.range("p").prefix(new UnsafeBuffer(prefix), 0, prefix.length).reverse(reverse);
        return items().query(range).size();
    }

    private void fill(String... sorts) {
        Items items = items();
        for (String sort : sorts) {
            items.put("p", sort, "1");
        }
        assertEquals("1", items.get(Key.of("p", sorts[0])));
    }

    private static Range from(Range range, String sort, boolean inclusive) {
        DirectBuffer bytes = Items.bytes(sort);
        return range.from(bytes, 0, bytes.capacity(), inclusive);
    }

    private static Range to(Range range, String sort, boolean inclusive) {
        DirectBuffer bytes = Items.bytes(sort);
        return range.to(bytes, 0, bytes.capacity(), inclusive);
    }

    private static Range prefix(Range range, String sort) {
        DirectBuffer bytes = Items.bytes(sort);
        return range.prefix(bytes, 0, bytes.capacity());
    }

    private static Range after(Range range, String sort) {
        DirectBuffer bytes = Items.bytes(sort);
        return range.after(bytes, 0, bytes.capacity());
    }
}
