package dev.dyno.dynamo.request;

import java.util.ArrayList;
import java.util.List;

/**
 * One attribute of the parameters that expressions replaced: {@code Expected}, {@code AttributeUpdates},
 * {@code KeyConditions}, {@code QueryFilter}, {@code ScanFilter}. Plain data; values are places in the request's arena.
 */
public final class Legacy {

    public final String attribute;
    /** {@code ComparisonOperator}, or {@code Action} of an update; null if absent. */
    public String operator;
    /** {@code AttributeValueList}; null if absent. */
    public List<Integer> list;
    /** {@code Value}; -1 if absent. */
    public int value = -1;
    /** {@code Exists}; null if absent. */
    public Boolean exists;

    Legacy(String attribute) {
        this.attribute = attribute;
    }

    /** The list, or the value as a list. */
    public List<Integer> values() {
        if (list != null) {
            return list;
        }
        List<Integer> one = new ArrayList<>();
        if (value >= 0) {
            one.add(value);
        }
        return one;
    }
}
