package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.item.ItemWriter;
import dev.dyno.dynamo.item.Types;
import dev.dyno.dynamo.item.Value;
import java.util.List;
import java.util.function.Predicate;

/**
 * Shows some of an item's paths: of a map the entries that are named, of a list the elements, moved together. Immutable
 * and shared by threads.
 */
public sealed class Projection permits Selection {

    private final PathTree paths;

    Projection(PathTree paths) {
        this.paths = paths;
    }

    /** Of whole attributes. */
    public static Projection ofAttributes(List<String> names) {
        PathTree paths = PathTree.root();
        for (int i = 0; i < names.size(); i++) {
            paths.add(DocumentPath.of(names.get(i)), i, "AttributesToGet");
        }
        return new Projection(paths);
    }

    /** Writes what is shown of an item as an item. @return where it begins; it ends at the writer's end */
    public int write(Value item, ItemWriter out) {
        out.beginItem();
        entries(paths, item, out);
        return out.endItem();
    }

    /** Whether anything that it shows is in a map. */
    boolean isIn(Value map) {
        return hasAny(paths, map);
    }

    /** Writes what is shown of a map as a map. */
    void writeValue(Value map, ItemWriter out) {
        int at = out.begin(Types.M);
        entries(paths, map, out);
        out.end(at);
    }

    private static void entries(PathTree node, Value map, ItemWriter out) {
        Value value = new Value();
        for (int i = 0; i < node.names().size(); i++) {
            PathTree child = node.names().get(i);
            if (map.find(child.step().utf8(), value) && (child.leaf() != PathTree.INNER || hasAny(child, value))) {
                out.name(child.step().name());
                value(child, value, out);
            }
        }
    }

    private static void value(PathTree node, Value value, ItemWriter out) {
        if (node.leaf() != PathTree.INNER) {
            out.copy(value);
            return;
        }
        int at = out.begin(value.type());
        if (value.type() == Types.M) {
            entries(node, value, out);
        } else {
            Value element = new Value();
            for (int i = 0; i < node.indexes().size(); i++) {
                PathTree child = node.indexes().get(i);
                if (value.element(child.step().index(), element)
                        && (child.leaf() != PathTree.INNER || hasAny(child, element))) {
                    value(child, element, out);
                }
            }
        }
        out.end(at);
    }

    /** Whether anything of a subtree is there: a parent is shown only then. */
    private static boolean hasAny(PathTree node, Value value) {
        if (node.leaf() != PathTree.INNER) {
            return true;
        }
        Value inner = new Value();
        for (PathTree child : node.names()) {
            if (value.find(child.step().utf8(), inner) && hasAny(child, inner)) {
                return true;
            }
        }
        for (PathTree child : node.indexes()) {
            if (value.element(child.step().index(), inner) && hasAny(child, inner)) {
                return true;
            }
        }
        return false;
    }

    /** The attributes that its paths begin with. */
    public List<String> attributes() {
        return paths.names().stream().map(child -> child.step().name()).toList();
    }

    /** Whether all that it shows lies in attributes that a test accepts. */
    public boolean isWithin(Predicate<String> attributes) {
        return attributes().stream().allMatch(attributes);
    }
}
