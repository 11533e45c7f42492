package dev.dyno.api.disk;

/** What may be the name of a file; one rule for all disks, so that an engine tested on one runs on all. */
final class FileNames {

    /** Where {@link FileDisk} keeps its lock; no disk gives a file this name. */
    static final String LOCK = "LOCK";

    private static final int NAME_LENGTH_MAX = 255;

    private FileNames() {
    }

    static String check(String name) {
        if (name.isEmpty() || name.length() > NAME_LENGTH_MAX) {
            throw refused(name, "its length is not within 1 and " + NAME_LENGTH_MAX);
        }
        if (name.equals(LOCK)) {
            throw refused(name, "it is the lock's");
        }
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.charAt(i) == '/') {
                checkPart(name, name.substring(start, i));
                start = i + 1;
            } else if (!allowed(name.charAt(i))) {
                throw refused(name, "allowed are a-z A-Z 0-9 _ . - and / between folders");
            }
        }
        return name;
    }

    private static void checkPart(String name, String part) {
        if (part.isEmpty() || part.equals(".") || part.equals("..")) {
            throw refused(name, "it has an empty, . or .. part");
        }
    }

    private static boolean allowed(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-';
    }

    private static IllegalArgumentException refused(String name, String why) {
        return new IllegalArgumentException("file name refused: name='" + name + "', " + why);
    }
}
