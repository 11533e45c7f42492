package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.item.Entries;
import dev.dyno.dynamo.item.ItemWriter;
import dev.dyno.dynamo.item.Types;
import dev.dyno.dynamo.item.Value;
import java.util.List;

/**
 * An update: actions on paths that do not overlap. All right sides see the item as it was; then the old item and the
 * tree of paths are walked side by side, both in the order of names, and the new item is written in one pass, in order.
 * Immutable and shared by threads.
 */
public final class Update {

    private final List<UpdateAction> actions;
    private final PathTree paths = PathTree.root();

    /** @throws DynamoError if paths overlap */
    Update(List<UpdateAction> actions, String member) {
        this.actions = List.copyOf(actions);
        for (int i = 0; i < actions.size(); i++) {
            paths.add(actions.get(i).path(), i, member);
        }
    }

    /** The attributes that it touches. */
    public boolean touches(String attribute) {
        return actions.stream().anyMatch(action -> action.path().attribute().equals(attribute));
    }

    /** Whether it makes an item where there is none: not if all it does is to take away. */
    public boolean creates() {
        return actions.isEmpty() || actions.stream().anyMatch(UpdateAction::creates);
    }

    /** What {@code UPDATED_OLD} and {@code UPDATED_NEW} show. */
    public Projection updated() {
        return new Projection(paths);
    }

    /**
     * Writes the new item.
     *
     * @param scope with the item as it was
     * @param item the item to change: the one in the scope, or, if there is none, its key
     * @param scratch for what is computed
     * @return where the new item begins in {@code out}; it ends at its end
     * @throws DynamoError if an action does not fit the item
     */
    public int apply(Scope scope, Value item, ItemWriter scratch, ItemWriter out) {
        Value[] results = new Value[actions.size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = new Value();
            actions.get(i).compute(scope, scratch, results[i]);
        }
        out.beginItem();
        entries(paths, item, results, out);
        return out.endItem();
    }

    private static void entries(PathTree node, Value map, Value[] results, ItemWriter out) {
        Entries old = new Entries().over(map);
        boolean more = old.next();
        int i = 0;
        List<PathTree> children = node.names();
        while (more || i < children.size()) {
            int order = !more ? 1 : i == children.size() ? -1 : compare(old, children.get(i).step().utf8());
            if (order < 0) {
                out.name(old.buffer(), old.nameOffset(), old.nameLength());
                out.copy(old.value());
                more = old.next();
                continue;
            }
            PathTree child = children.get(i++);
            if (child.leaf() == PathTree.INNER) {
                if (order > 0) {
                    throw invalidPath();
                }
                out.name(child.step().name());
                inner(child, old.value(), results, out);
            } else if (results[child.leaf()].exists()) {
                out.name(child.step().name());
                out.copy(results[child.leaf()]);
            }
            if (order == 0) {
                more = old.next();
            }
        }
    }

    private static void inner(PathTree node, Value old, Value[] results, ItemWriter out) {
        boolean fits = old.type() == (node.indexes().isEmpty() ? Types.M : Types.L);
        if (!fits) {
            throw invalidPath();
        }
        int at = out.begin(old.type());
        if (old.type() == Types.M) {
            entries(node, old, results, out);
        } else {
            elements(node, old, results, out);
        }
        out.end(at);
    }

    /** Elements that are set behind the end come to the end, in the order of their indexes. */
    private static void elements(PathTree node, Value list, Value[] results, ItemWriter out) {
        Entries old = new Entries().over(list);
        int next = 0;
        for (int index = 0; old.next(); index++) {
            boolean named = next < node.indexes().size() && node.indexes().get(next).step().index() == index;
            if (!named) {
                out.copy(old.value());
                continue;
            }
            PathTree child = node.indexes().get(next++);
            if (child.leaf() == PathTree.INNER) {
                inner(child, old.value(), results, out);
            } else if (results[child.leaf()].exists()) {
                out.copy(results[child.leaf()]);
            }
        }
        for (; next < node.indexes().size(); next++) {
            PathTree child = node.indexes().get(next);
            if (child.leaf() == PathTree.INNER) {
                throw invalidPath();
            }
            if (results[child.leaf()].exists()) {
                out.copy(results[child.leaf()]);
            }
        }
    }

    private static int compare(Entries old, byte[] name) {
        int common = Math.min(old.nameLength(), name.length);
        for (int i = 0; i < common; i++) {
            int order = (old.buffer().getByte(old.nameOffset() + i) & 0xff) - (name[i] & 0xff);
            if (order != 0) {
                return order;
            }
        }
        return old.nameLength() - name.length;
    }

    private static DynamoError invalidPath() {
        return DynamoError.validation("The document path provided in the update expression is invalid for update");
    }
}
