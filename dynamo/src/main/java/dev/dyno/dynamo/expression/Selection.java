package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.item.ItemWriter;
import dev.dyno.dynamo.item.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a SELECT: a path shows what it finds under the name of its last step, indexes included, as
 * {@code date[0]}. Where names follow an index, the element is shown with the parts that they name. Immutable.
 */
public final class Selection extends Projection {

    /** @param rest of the path behind its first indexes, or null if it ends there */
    private record Column(String name, DocumentPath head, Projection rest) {
    }

    private final List<Column> columns = new ArrayList<>();
    private final List<String> attributes;

    Selection(List<DocumentPath> paths) {
        super(PathTree.root());
        attributes = paths.stream().map(DocumentPath::attribute).distinct().toList();
        paths.forEach(path -> columns.add(column(path)));
    }

    private static Column column(DocumentPath path) {
        int end = 0;
        while (end < path.length() && !path.step(end).isIndex()) {
            end++;
        }
        StringBuilder name = new StringBuilder(path.step(end - 1).name());
        while (end < path.length() && path.step(end).isIndex()) {
            name.append(path.step(end++));
        }
        List<DocumentPath.Step> head = new ArrayList<>();
        List<DocumentPath.Step> tail = new ArrayList<>();
        for (int i = 0; i < path.length(); i++) {
            (i < end ? head : tail).add(path.step(i));
        }
        if (tail.isEmpty()) {
            return new Column(name.toString(), path, null);
        }
        PathTree rest = PathTree.root();
        rest.add(new DocumentPath(tail), 0, "");
        return new Column(name.toString(), new DocumentPath(head), new Projection(rest));
    }

    @Override
    public int write(Value item, ItemWriter out) {
        out.beginItem();
        Value found = new Value();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (column.head.find(item, found) && (column.rest == null || column.rest.isIn(found))) {
                out.name(column.name);
                if (column.rest == null) {
                    out.copy(found);
                } else {
                    column.rest.writeValue(found, out);
                }
            }
        }
        return out.endItem();
    }

    @Override
    public List<String> attributes() {
        return attributes;
    }

    /** The first name that two columns have, or null. */
    String duplicate() {
        List<String> names = columns.stream().map(Column::name).toList();
        return names.stream().filter(name -> names.indexOf(name) != names.lastIndexOf(name)).findFirst().orElse(null);
    }
}
