package dev.dyno.bench.doctor;

import java.util.List;
import java.util.Map;

/** Verdicts on the facts that the system states of itself. A fact that it does not state is named as such. */
final class SystemChecks {

    private static final int JDK_MIN = 25;
    private static final double MEMORY_FREE_MIN_GIB = 1;
    private static final double MEMORY_FREE_GOOD_GIB = 3;
    /** Load per core above which a race shares its cores with something else all the time. */
    private static final double LOAD_BUSY = 0.25;
    private static final double LOAD_HOPELESS = 1.5;

    private final Map<String, String> facts;

    /** @param facts as the run record names them */
    SystemChecks(Map<String, String> facts) {
        this.facts = facts;
    }

    List<Check> all() {
        return List.of(jdk(Runtime.version().feature()), cores(), memory(), load(), governor(), hugePages());
    }

    String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    Check jdk(int feature) {
        String found = fact("jdk") + ", " + fact("collector");
        return feature >= JDK_MIN ? Check.ok("jdk", found)
                : Check.unfit("jdk", found, "needs JDK " + JDK_MIN + " or later");
    }

    Check cores() {
        double cores = number("cores");
        String limit = fact("cpuLimit");
        String found = fact("cpu") + ", " + fact("cores") + " cores" + (limit.isEmpty() ? "" : ", limit " + limit)
                + (fact("virtualMachine").isEmpty() ? "" : ", virtual machine");
        if (cores < 2) {
            return Check.warn("cores", found, "background work and the collector share the core with what is measured");
        }
        if (!fact("virtualMachine").isEmpty()) {
            return Check.warn("cores", found, "neighbours can take time that this machine cannot see");
        }
        return Check.ok("cores", found);
    }

    Check memory() {
        double free = number("memoryFree");
        String found = fact("memory") + ", free " + fact("memoryFree")
                + (fact("memoryLimit").isEmpty() ? "" : ", limit " + fact("memoryLimit"));
        if (Double.isNaN(free)) {
            return Check.warn("memory", "not visible on this system", "keep 3 GiB free");
        }
        if (free < MEMORY_FREE_MIN_GIB) {
            return Check.unfit("memory", found, "a fork and its data need 1 GiB: free some");
        }
        return free < MEMORY_FREE_GOOD_GIB
                ? Check.warn("memory", found, "use few items, or free some: 3 GiB are plenty")
                : Check.ok("memory", found);
    }

    Check load() {
        double load = number("loadBefore");
        double cores = number("cores");
        if (Double.isNaN(load)) {
            return Check.warn("load", "not visible on this system", "stop what else is running");
        }
        String found = fact("loadBefore") + " in the last 1, 5 and 15 minutes";
        if (load > cores * LOAD_HOPELESS) {
            return Check.unfit("load", found, "something else uses all cores: stop it, or come back later");
        }
        return load > cores * LOAD_BUSY ? Check.warn("load", found, "something else is running: stop it")
                : Check.ok("load", found);
    }

    Check governor() {
        String governor = fact("governor");
        if (governor.isEmpty()) {
            return Check.ok("governor", "not visible (usual on virtual machines)");
        }
        return governor.equals("performance") ? Check.ok("governor", governor)
                : Check.warn("governor", governor, "the clock moves with load: cpupower frequency-set -g performance");
    }

    Check hugePages() {
        String chosen = fact("hugePages");
        if (chosen.isEmpty()) {
            return Check.ok("huge pages", "not visible on this system");
        }
        return chosen.equals("never")
                ? Check.warn("huge pages", chosen, "large regions miss the TLB more often: enable madvise")
                : Check.ok("huge pages", chosen);
    }

    /** The number that a fact starts with, or NaN. */
    private double number(String name) {
        String word = fact(name).split(" ")[0].replace(",", "");
        return word.matches("\\d+(\\.\\d+)?") ? Double.parseDouble(word) : Double.NaN;
    }
}
