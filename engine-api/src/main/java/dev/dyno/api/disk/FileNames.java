package dev.dyno.api.disk;

import dev.dyno.api.EngineException;
import java.util.NavigableSet;

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

    /** A file system has no file and folder of one name, so no disk has. */
    static void checkFolders(NavigableSet<String> files, String name, String what) {
        String clash = clash(files, name);
        if (!clash.isEmpty()) {
            throw new EngineException.Io(what + " failed: file=" + name + ", cause=" + clash, null);
        }
    }

    /** Why there can be no file of that name beside the others; empty if there can. */
    static String clash(NavigableSet<String> files, String name) {
        String within = files.ceiling(name + "/");
        if (within != null && within.startsWith(name + "/")) {
            return "it is a folder";
        }
        for (int i = name.indexOf('/'); i >= 0; i = name.indexOf('/', i + 1)) {
            if (files.contains(name.substring(0, i))) {
                return name.substring(0, i) + " is no folder";
            }
        }
        return "";
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
