package dev.dyno.dynamo.operation;

import dev.dyno.api.Session;
import dev.dyno.api.Table;
import dev.dyno.dynamo.table.IndexModel;
import dev.dyno.dynamo.table.TableModel;

/** A table with one session's handles on its items and its indexes' entries. */
final class OpenTable {

    final TableModel model;
    final Table base;
    final Table[] indexes;

    OpenTable(TableModel model, Session session) {
        this.model = model;
        this.base = session.table(model.engineTable());
        this.indexes = new Table[model.indexes().size()];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = session.table(model.indexes().get(i).engineTable());
        }
    }

    Table index(IndexModel index) {
        return indexes[model.indexes().indexOf(index)];
    }

    boolean isIndexed() {
        return indexes.length > 0;
    }
}
