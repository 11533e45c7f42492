package dev.dyno.dynamo.operation;

import dev.dyno.api.Key;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.item.Types;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.table.IndexModel;
import dev.dyno.dynamo.table.KeyAttribute;
import dev.dyno.dynamo.table.KeySchema;
import dev.dyno.dynamo.table.TableModel;

/**
 * The key of an item, checked against the schema with DynamoDB's messages. A key's bytes are the bytes of its
 * attributes' values as the item has them, so a key is a view of the item: nothing is copied. Confined to a thread.
 */
final class Keys {

    private final Value hash = new Value();
    private final Value range = new Value();
    private final Value indexKey = new Value();

    /** The key of an item that is to be put. */
    void ofItem(Value item, TableModel table, Key out) {
        KeySchema keys = table.keys();
        member(item, keys.hash(), hash);
        if (keys.hasRange()) {
            member(item, keys.range(), range);
        }
        checkSizes(keys);
        for (int i = table.indexes().size() - 1; i >= 0; i--) {
            checkIndexKeys(item, table.indexes().get(i));
        }
        wrap(keys, out);
    }

    /** A key that was given as such: exactly the attributes of the schema. */
    void ofKey(Value key, TableModel table, Key out) {
        KeySchema keys = table.keys();
        if (key.count() != keys.attributes().size() || !matches(key, keys)) {
            throw DynamoError.validation("The provided key element does not match the schema");
        }
        checkSizes(keys);
        wrap(keys, out);
    }

    /** The key of an item that is stored already, for a schema of its table or an index. @return whether it has one */
    boolean ofStored(Value item, KeySchema keys, Key out) {
        if (!matches(item, keys)) {
            return false;
        }
        wrap(keys, out);
        return true;
    }

    private boolean matches(Value item, KeySchema keys) {
        return item.find(keys.hash().utf8(), hash) && hash.type() == keys.hash().type()
                && (!keys.hasRange() || item.find(keys.range().utf8(), range) && range.type() == keys.range().type());
    }

    private void wrap(KeySchema keys, Key out) {
        if (keys.hasRange()) {
            out.wrap(hash.buffer(), hash.offset(), hash.length(), range.buffer(), range.offset(), range.length());
        } else {
            out.wrap(hash.buffer(), hash.offset(), hash.length());
        }
    }

    private static void member(Value item, KeyAttribute key, Value out) {
        if (!item.find(key.utf8(), out)) {
            throw DynamoError.invalid("Missing the key " + key.name() + " in the item");
        }
        if (out.type() != key.type()) {
            throw DynamoError.invalid("Type mismatch for key " + key.name() + " expected: " + Types.name(key.type())
                    + " actual: " + Types.name(out.type()));
        }
    }

    private void checkSizes(KeySchema keys) {
        checkNotEmpty(hash, keys.hash());
        if (keys.hasRange()) {
            checkNotEmpty(range, keys.range());
        }
        if (hash.length() > KeySchema.PARTITION_BYTES_MAX) {
            throw DynamoError.invalid("Size of hashkey has exceeded the maximum size limit of2048 bytes");
        }
        if (keys.hasRange() && range.length() > KeySchema.SORT_BYTES_MAX) {
            throw DynamoError.invalid("Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
        }
    }

    private static void checkNotEmpty(Value value, KeyAttribute key) {
        if (value.length() == 0) {
            throw DynamoError.validation("One or more parameter values are not valid. The AttributeValue for a key "
                    + "attribute cannot contain an empty " + kind(value) + " value. Key: " + key.name());
        }
    }

    private static String kind(Value value) {
        return value.type() == Types.B ? "binary" : "string";
    }

    /** Whether an error is of a key that is empty, which is told before anything else. */
    static boolean isEmptyKey(DynamoError error) {
        return error.getMessage().startsWith("One or more parameter values are not valid.");
    }

    /** As {@link #checkIndexKeys}, for what an update made. */
    void checkUpdatedIndexKeys(Value item, IndexModel index, boolean transactional) {
        for (KeyAttribute key : index.keys().attributes()) {
            if (item.find(key.utf8(), indexKey) && indexKey.type() != key.type() && !transactional) {
                throw DynamoError.validation(
                        "The update expression attempted to update the secondary index key to unsupported type");
            }
            if (indexKey.exists() && indexKey.type() == key.type() && indexKey.length() == 0) {
                throw DynamoError.validation("One or more parameter values are not valid. The update expression "
                        + "attempted to update a secondary index key to a value that is not supported. The "
                        + "AttributeValue for a key attribute cannot contain an empty " + kind(indexKey) + " value.");
            }
        }
        checkIndexKeys(item, index);
    }

    /** An index takes an item without its keys (it is sparse), but not one with keys of another type or size. */
    void checkIndexKeys(Value item, IndexModel index) {
        for (int i = 0; i < index.keys().attributes().size(); i++) {
            KeyAttribute key = index.keys().attributes().get(i);
            if (!item.find(key.utf8(), indexKey)) {
                continue;
            }
            if (indexKey.type() != key.type()) {
                throw DynamoError.invalid("Type mismatch for Index Key " + key.name() + " Expected: "
                        + Types.name(key.type()) + " Actual: " + Types.name(indexKey.type()) + " IndexName: "
                        + index.name());
            }
            if (indexKey.length() == 0) {
                throw DynamoError.validation("One or more parameter values are not valid. A value specified for a "
                        + "secondary index key is not supported. The AttributeValue for a key attribute cannot contain "
                        + "an empty " + kind(indexKey) + " value. IndexName: " + index.name() + ", IndexKey: "
                        + key.name());
            }
            int limit = i == 0 ? KeySchema.PARTITION_BYTES_MAX : KeySchema.SORT_BYTES_MAX;
            if (indexKey.length() > limit) {
                throw DynamoError.invalid(i == 0
                        ? "Size of hashkey has exceeded the maximum size limit of2048 bytes"
                        : "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
            }
        }
    }
}
