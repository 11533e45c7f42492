package dev.dyno.cache.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The published algorithms once more, in the plainest way, with entries of weight 1: a second opinion on hits. */
final class PlainPolicies {

    private PlainPolicies() {
    }

    static long lru(Requests requests, int capacity) {
        LinkedHashMap<Integer, Integer> cache = new LinkedHashMap<>(16, 0.75f, true);
        long hits = 0;
        for (int i = 0; i < requests.count(); i++) {
            if (cache.put(requests.key(i), i) != null) {
                hits++;
            } else if (cache.size() > capacity) {
                Iterator<Integer> oldest = cache.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
        return hits;
    }

    /** After the figure of the paper: evicts before it inserts. */
    static long sieve(Requests requests, int capacity) {
        List<Integer> queue = new ArrayList<>(); // oldest first
        Map<Integer, Boolean> visited = new HashMap<>();
        int hand = 0;
        long hits = 0;
        for (int i = 0; i < requests.count(); i++) {
            int key = requests.key(i);
            if (visited.containsKey(key)) {
                visited.put(key, true);
                hits++;
                continue;
            }
            if (queue.size() == capacity) {
                hand = hand >= queue.size() ? 0 : hand;
                while (visited.get(queue.get(hand))) {
                    visited.put(queue.get(hand), false);
                    hand = (hand + 1) % queue.size();
                }
                visited.remove(queue.remove(hand));
            }
            queue.add(key);
            visited.put(key, false);
        }
        return hits;
    }

    /** After the algorithm of the paper: evicts before it inserts. */
    static long s3Fifo(Requests requests, int capacity) {
        int smallCapacity = Math.max(1, capacity / 10);
        ArrayDeque<Integer> small = new ArrayDeque<>(); // oldest first
        ArrayDeque<Integer> main = new ArrayDeque<>();
        LinkedHashSet<Integer> ghost = new LinkedHashSet<>();
        Map<Integer, Integer> frequency = new HashMap<>();
        long hits = 0;
        for (int i = 0; i < requests.count(); i++) {
            int key = requests.key(i);
            if (frequency.containsKey(key)) {
                frequency.merge(key, 1, (a, b) -> Math.min(3, a + b));
                hits++;
                continue;
            }
            while (small.size() + main.size() >= capacity) {
                if (small.size() >= smallCapacity || main.isEmpty()) {
                    int oldest = small.poll();
                    if (frequency.get(oldest) > 1) {
                        main.add(oldest);
                        frequency.put(oldest, 0);
                    } else {
                        frequency.remove(oldest);
                        ghost.add(oldest);
                        if (ghost.size() > capacity - smallCapacity) {
                            ghost.remove(ghost.iterator().next());
                        }
                    }
                } else {
                    int oldest = main.poll();
                    if (frequency.get(oldest) > 0) {
                        main.add(oldest);
                        frequency.merge(oldest, -1, Integer::sum);
                    } else {
                        frequency.remove(oldest);
                    }
                }
            }
            (ghost.remove(key) ? main : small).add(key);
            frequency.put(key, 0);
        }
        return hits;
    }

    /** The optimum with leave to keep nothing, by a sorted set of next uses. */
    static long optimum(Requests requests, int capacity) {
        int[] next = new int[requests.count()];
        Map<Integer, Integer> seen = new HashMap<>();
        for (int i = requests.count() - 1; i >= 0; i--) {
            Integer later = seen.put(requests.key(i), i);
            next[i] = later == null ? requests.count() + requests.key(i) : later;
        }
        TreeSet<Integer> uses = new TreeSet<>();
        Set<Integer> in = new HashSet<>();
        Map<Integer, Integer> keyOfUse = new HashMap<>();
        long hits = 0;
        for (int i = 0; i < requests.count(); i++) {
            if (in.remove(requests.key(i))) {
                hits++;
                uses.remove(i);
            }
            uses.add(next[i]);
            keyOfUse.put(next[i], requests.key(i));
            in.add(requests.key(i));
            if (in.size() > capacity) {
                in.remove(keyOfUse.remove(uses.pollLast()));
            }
        }
        return hits;
    }
}
