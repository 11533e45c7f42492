package dev.dyno.dynamo.typed;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An item, or the key of one: attributes by name. Immutable.
 *
 * <p>Java's types for DynamoDB's: {@code String} (S), any {@code Number} (N, read back as {@link BigDecimal}),
 * {@code byte[]} (B), {@code Boolean} (BOOL), {@code null} (NULL), {@code List} (L), {@code Map} of names (M), and a
 * {@code Set} of strings, numbers or byte arrays (SS, NS, BS), which must not be empty.
 *
 * @param attributes in the order given
 */
public record Item(Map<String, Object> attributes) {

    public Item {
        attributes = new LinkedHashMap<>(attributes); // Map.copyOf takes no nulls
    }

    /** Names and values by turns: {@code Item.of("p", "a", "s", 1)}. */
    public static Item of(String name, Object value, Object... more) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(name, value);
        for (int i = 0; i < more.length; i += 2) {
            if (i + 1 == more.length || !(more[i] instanceof String next)) {
                throw new IllegalArgumentException("names and values must come by turns: at=" + (i + 2));
            }
            all.put(next, more[i + 1]);
        }
        return new Item(all);
    }

    /** With one more attribute, or another value of it. */
    public Item with(String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(attributes);
        all.put(name, value);
        return new Item(all);
    }

    public boolean has(String name) {
        return attributes.containsKey(name);
    }

    /** @return null if there is none, or it is a NULL */
    public Object get(String name) {
        return attributes.get(name);
    }

    /** @throws ClassCastException if it is no string */
    public String string(String name) {
        return (String) attributes.get(name);
    }

    /** @return null if there is none. @throws ClassCastException if it is no number */
    public BigDecimal number(String name) {
        Number number = (Number) attributes.get(name);
        return number == null || number instanceof BigDecimal ? (BigDecimal) number : new BigDecimal(number.toString());
    }
}
