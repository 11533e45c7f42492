package dev.dyno.kit;

import dev.dyno.api.Names;
import java.util.Arrays;
import java.util.Locale;

/** The families of rules, in the order in which they are run and shown. The first letter of a rule's id names it. */
public enum Family {
    KEYS('K'), READS('R'), WRITES('W'), CONDITIONS('C'), QUERIES('Q'), SNAPSHOTS('S'), LIFETIMES('L'), LISTENERS('F'),
    DURABILITY('D'), CRASHES('X'), PARALLEL('P'), PROPERTIES('M'), LAYERS('G');

    private final char letter;

    Family(char letter) {
        this.letter = letter;
    }

    public char letter() {
        return letter;
    }

    /** Lower case, for people. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The family of a rule: {@code K1} is of {@link #KEYS}. */
    public static Family of(String ruleId) {
        for (Family family : values()) {
            if (ruleId.charAt(0) == family.letter) {
                return family;
            }
        }
        throw new IllegalArgumentException("no such family of rules: rule=" + ruleId
                + Names.suggest(ruleId, Arrays.stream(values()).map(f -> String.valueOf(f.letter)).toList()));
    }
}
