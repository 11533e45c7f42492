package dev.dyno.dynamo.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table as it was created and changed since. Immutable; a change is a new one in the {@link Catalogue}.
 *
 * @param id unique for the life of the data, also over tables of one name
 * @param engineTable where its items are
 * @param attributes the attribute definitions, name to type letter, in the order given
 * @param streamView the view type of its stream; empty without one
 * @param streamLabel of the latest stream, on or off; empty if there never was one
 * @param ttlAttribute empty if items do not expire
 * @param extras what is stored and echoed only, as JSON by member name: {@code SSEDescription}, {@code TableClass}
 */
public record TableModel(String name, String id, String engineTable, Map<String, String> attributes, KeySchema keys,
        List<IndexModel> indexes, boolean onDemand, Throughput throughput, long createdMillis, long deletedMillis,
        String streamView, String streamLabel, String ttlAttribute, boolean deletionProtected,
        Map<String, String> tags, Map<String, String> extras) {

    public TableModel {
        attributes = new LinkedHashMap<>(attributes);
        indexes = List.copyOf(indexes);
        tags = new LinkedHashMap<>(tags);
        extras = new LinkedHashMap<>(extras);
    }

    public boolean hasStream() {
        return !streamView.isEmpty();
    }

    public boolean isDeleting() {
        return deletedMillis != 0;
    }

    /** @return the index, or null if there is none of this name */
    public IndexModel index(String indexName) {
        for (int i = 0; i < indexes.size(); i++) {
            if (indexes.get(i).name().equals(indexName)) {
                return indexes.get(i);
            }
        }
        return null;
    }

    public TableModel withIndexes(List<IndexModel> others) {
        return new TableModel(name, id, engineTable, attributes, keys, others, onDemand, throughput, createdMillis,
                deletedMillis, streamView, streamLabel, ttlAttribute, deletionProtected, tags, extras);
    }

    /** With one index in place of the one of its name, or behind all others. */
    public TableModel withIndex(IndexModel index) {
        List<IndexModel> others = new ArrayList<>(indexes);
        for (int i = 0; i < others.size(); i++) {
            if (others.get(i).name().equals(index.name())) {
                others.set(i, index);
                return withIndexes(others);
            }
        }
        others.add(index);
        return withIndexes(others);
    }

    public TableModel withoutIndex(String indexName) {
        return withIndexes(indexes.stream().filter(index -> !index.name().equals(indexName)).toList());
    }

    public TableModel withAttributes(Map<String, String> others) {
        return new TableModel(name, id, engineTable, others, keys, indexes, onDemand, throughput, createdMillis,
                deletedMillis, streamView, streamLabel, ttlAttribute, deletionProtected, tags, extras);
    }

    public TableModel withBilling(boolean byRequest, Throughput units) {
        return new TableModel(name, id, engineTable, attributes, keys, indexes, byRequest, units, createdMillis,
                deletedMillis, streamView, streamLabel, ttlAttribute, deletionProtected, tags, extras);
    }

    public TableModel withStream(String view, String label) {
        return new TableModel(name, id, engineTable, attributes, keys, indexes, onDemand, throughput, createdMillis,
                deletedMillis, view, label, ttlAttribute, deletionProtected, tags, extras);
    }

    public TableModel withTtl(String attribute) {
        return new TableModel(name, id, engineTable, attributes, keys, indexes, onDemand, throughput, createdMillis,
                deletedMillis, streamView, streamLabel, attribute, deletionProtected, tags, extras);
    }

    public TableModel withDeletionProtected(boolean value) {
        return new TableModel(name, id, engineTable, attributes, keys, indexes, onDemand, throughput, createdMillis,
                deletedMillis, streamView, streamLabel, ttlAttribute, value, tags, extras);
    }

    public TableModel withTags(Map<String, String> others) {
        return new TableModel(name, id, engineTable, attributes, keys, indexes, onDemand, throughput, createdMillis,
                deletedMillis, streamView, streamLabel, ttlAttribute, deletionProtected, others, extras);
    }

    public TableModel withExtras(Map<String, String> others) {
        return new TableModel(name, id, engineTable, attributes, keys, indexes, onDemand, throughput, createdMillis,
                deletedMillis, streamView, streamLabel, ttlAttribute, deletionProtected, tags, others);
    }

    public TableModel withDeleted(long millis) {
        return new TableModel(name, id, engineTable, attributes, keys, indexes, onDemand, throughput, createdMillis,
                millis, streamView, streamLabel, ttlAttribute, deletionProtected, tags, extras);
    }
}
