package dev.dyno.dynamo.item;

/** The ten types of an attribute value, as the byte that begins it. Never renumber: they are in stored items. */
public final class Types {

    /** No value: never stored. */
    public static final int NONE = 0;
    public static final int S = 1;
    public static final int N = 2;
    public static final int B = 3;
    public static final int SS = 4;
    public static final int NS = 5;
    public static final int BS = 6;
    public static final int M = 7;
    public static final int L = 8;
    public static final int NULL = 9;
    public static final int BOOL = 10;

    private static final String[] NAMES = {"", "S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"};

    private Types() {
    }

    /** As in JSON. */
    public static String name(int type) {
        return NAMES[type];
    }

    /** As some messages have it: STRING for S. */
    public static String word(int type) {
        return switch (type) {
            case S -> "STRING";
            case N -> "NUMBER";
            case B -> "BINARY";
            case M -> "MAP";
            case L -> "LIST";
            case BOOL -> "BOOLEAN";
            default -> NAMES[type];
        };
    }

    /** The type of a name in JSON, or {@link #NONE}. */
    public static int of(String name) {
        return switch (name) {
            case "S" -> S;
            case "N" -> N;
            case "B" -> B;
            case "SS" -> SS;
            case "NS" -> NS;
            case "BS" -> BS;
            case "M" -> M;
            case "L" -> L;
            case "NULL" -> NULL;
            case "BOOL" -> BOOL;
            default -> NONE;
        };
    }

    /** S, N or B: what can be a key and has an order. */
    public static boolean isScalar(int type) {
        return type >= S && type <= B;
    }

    public static boolean isSet(int type) {
        return type >= SS && type <= BS;
    }

    /** The type of a set's members. */
    public static int member(int setType) {
        return setType - SS + S;
    }
}
