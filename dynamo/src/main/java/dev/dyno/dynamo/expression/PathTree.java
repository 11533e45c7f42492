package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.expression.DocumentPath.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several paths as a tree, each ending in a leaf with its number: what a projection shows, what an update changes.
 * Children by name are in the order of their bytes, as an item's entries are, so that both are walked side by side.
 * Immutable once built.
 */
final class PathTree {

    /** Of a node that is no leaf. */
    static final int INNER = -1;

    private final Step step;
    private DocumentPath path;
    private int leaf = INNER;
    private final List<PathTree> names = new ArrayList<>();
    private final List<PathTree> indexes = new ArrayList<>();

    private PathTree(Step step) {
        this.step = step;
    }

    static PathTree root() {
        return new PathTree(Step.of(""));
    }

    /**
     * Adds a path.
     *
     * @param member for messages: the request's member that it is of, or empty
     * @throws DynamoError if it overlaps with one that is there, or takes for a list what that one takes for a map
     */
    void add(DocumentPath added, int number, String member) {
        PathTree node = this;
        for (int i = 0; i < added.length(); i++) {
            if (node.leaf != INNER) {
                throw clash("overlap", node, added, member);
            }
            Step next = added.step(i);
            List<PathTree> others = next.isIndex() ? node.names : node.indexes;
            if (!others.isEmpty()) {
                throw clash("conflict", others.getFirst(), added, member);
            }
            node = node.child(next);
        }
        if (node.leaf != INNER || !node.names.isEmpty() || !node.indexes.isEmpty()) {
            throw clash("overlap", node, added, member);
        }
        node.leaf = number;
        node.path = added;
    }

    private static DynamoError clash(String how, PathTree node, DocumentPath added, String member) {
        String begin = member.isEmpty() ? "" : "Invalid " + member + ": ";
        return DynamoError.validation(begin + "Two document paths " + how + " with each other; must remove or rewrite "
                + "one of these paths; path one: " + node.anyPath() + ", path two: " + added);
    }

    private DocumentPath anyPath() {
        return path != null ? path : (names.isEmpty() ? indexes : names).getFirst().anyPath();
    }

    private PathTree child(Step next) {
        List<PathTree> children = next.isIndex() ? indexes : names;
        int at = 0;
        for (; at < children.size(); at++) {
            Step other = children.get(at).step;
            int order = next.isIndex() ? Integer.compare(other.index(), next.index())
                    : Arrays.compareUnsigned(other.utf8(), next.utf8());
            if (order == 0) {
                return children.get(at);
            }
            if (order > 0) {
                break;
            }
        }
        PathTree added = new PathTree(next);
        children.add(at, added);
        return added;
    }

    /** The number of the path that ends here, or {@link #INNER}. */
    int leaf() {
        return leaf;
    }

    Step step() {
        return step;
    }

    List<PathTree> names() {
        return names;
    }

    List<PathTree> indexes() {
        return indexes;
    }
}
