package dev.dyno.kit.model;

import java.util.List;

/**
 * An ordered map that is never changed: {@link #with} and {@link #without} return another tree that shares all but one
 * path with this one. Whoever holds a tree has a snapshot of it for as long as he likes.
 *
 * <p>How it works: a treap. Keys are in search order; priorities, a hash of the key, are in heap order, which makes the
 * tree as balanced as one of random insertions, whatever the order of writes. Both orders together leave exactly one
 * tree for a set of keys.
 *
 * <p>Invariants: I1 keys left of a node are smaller, keys right of it are greater. I2 no child has a greater priority.
 * I3 {@code size} is the number of nodes.
 *
 * <p>Source: Seidel and Aragon, Randomized Search Trees, Algorithmica 16, 1996.
 */
record ItemTree(Node root, int size) {

    static final ItemTree EMPTY = new ItemTree(null, 0);

    record Node(Item item, long priority, Node left, Node right) {
        Node(Item item) {
            this(item, item.key().hash(), null, null);
        }

        private Node withLeft(Node child) {
            return new Node(item, priority, child, right);
        }

        private Node withRight(Node child) {
            return new Node(item, priority, left, child);
        }
    }

    /** @return the item, or null if there is none */
    Item get(ItemKey key) {
        Node node = root;
        while (node != null) {
            int order = key.compareTo(node.item.key());
            if (order == 0) {
                return node.item;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    ItemTree with(Item item) {
        return new ItemTree(insert(root, item), get(item.key()) == null ? size + 1 : size);
    }

    ItemTree without(ItemKey key) {
        return get(key) == null ? this : new ItemTree(remove(root, key), size - 1);
    }

    /** The first item after a key, or at it if {@code inclusive}; null if there is none. */
    Item ceiling(ItemKey key, boolean inclusive) {
        Item best = null;
        Node node = root;
        while (node != null) {
            int order = key.compareTo(node.item.key());
            if (order < 0 || order == 0 && inclusive) {
                best = node.item;
                node = node.left;
            } else {
                node = node.right;
            }
        }
        return best;
    }

    /** The last item before a key, or at it if {@code inclusive}; null if there is none. */
    Item floor(ItemKey key, boolean inclusive) {
        Item best = null;
        Node node = root;
        while (node != null) {
            int order = key.compareTo(node.item.key());
            if (order > 0 || order == 0 && inclusive) {
                best = node.item;
                node = node.right;
            } else {
                node = node.left;
            }
        }
        return best;
    }

    /** The item of the least key, or null. */
    Item first() {
        Node node = root;
        while (node != null && node.left != null) {
            node = node.left;
        }
        return node == null ? null : node.item;
    }

    /** Adds a sentence to {@code violations} for each node that breaks I1 or I2. @return nodes seen */
    int check(List<String> violations) {
        return check(root, null, null, violations);
    }

    private static int check(Node node, ItemKey above, ItemKey below, List<String> violations) {
        if (node == null) {
            return 0;
        }
        ItemKey key = node.item.key();
        if (above != null && key.compareTo(above) <= 0 || below != null && key.compareTo(below) >= 0) {
            violations.add("I1 key out of order: key=" + key);
        }
        if (node.left != null && node.left.priority > node.priority
                || node.right != null && node.right.priority > node.priority) {
            violations.add("I2 child has the greater priority: key=" + key);
        }
        return 1 + check(node.left, above, key, violations) + check(node.right, key, below, violations);
    }

    private static Node insert(Node node, Item item) {
        if (node == null) {
            return new Node(item);
        }
        int order = item.key().compareTo(node.item.key());
        if (order == 0) {
            return new Node(item, node.priority, node.left, node.right);
        }
        if (order < 0) {
            Node child = insert(node.left, item);
            return child.priority > node.priority
                    ? child.withRight(node.withLeft(child.right))
                    : node.withLeft(child);
        }
        Node child = insert(node.right, item);
        return child.priority > node.priority
                ? child.withLeft(node.withRight(child.left))
                : node.withRight(child);
    }

    private static Node remove(Node node, ItemKey key) {
        int order = key.compareTo(node.item.key());
        if (order == 0) {
            return merge(node.left, node.right);
        }
        return order < 0 ? node.withLeft(remove(node.left, key)) : node.withRight(remove(node.right, key));
    }

    /** One tree of two, all keys of {@code left} being smaller. */
    private static Node merge(Node left, Node right) {
        if (left == null) {
            return right;
        }
        if (right == null) {
            return left;
        }
        return left.priority > right.priority
                ? left.withRight(merge(left.right, right))
                : right.withLeft(merge(left, right.left));
    }
}
