package dev.dyno.bench.workload;

import dev.dyno.api.Key;

/** An engine answered a measured operation wrongly: what was measured is void. */
public final class WrongAnswer extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private WrongAnswer(String message) {
        super(message);
    }

    static WrongAnswer missing(long index, Key key) {
        return new WrongAnswer("item is missing: item=" + index + ", key=" + key);
    }

    static WrongAnswer phantom(long index, Key key) {
        return new WrongAnswer("item was found that was never stored: near=" + index + ", key=" + key);
    }

    static WrongAnswer value(long index, Key key, int foundBytes) {
        return new WrongAnswer("value is not the item's: item=" + index + ", key=" + key
                + ", found=" + foundBytes + " bytes");
    }

    static WrongAnswer key(long index, Key expected, Key found) {
        return new WrongAnswer("query is out of order or skips: item=" + index + ", expected=" + expected
                + ", found=" + found);
    }

    static WrongAnswer count(long index, long expected, long found) {
        return new WrongAnswer("query has the wrong number of items: from=" + index + ", expected=" + expected
                + ", found=" + found);
    }

    static WrongAnswer batch(long first, int asked, int found, int answered) {
        return new WrongAnswer("batch of reads lacks answers: first=" + first + ", asked=" + asked + ", found=" + found
                + ", answered=" + answered);
    }

    static WrongAnswer write(long index, String outcome) {
        return new WrongAnswer("unconditional write was not committed: item=" + index + ", outcome=" + outcome);
    }
}
