package dev.dyno.dynamo.operation;

import dev.dyno.api.Key;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.request.Request;
import dev.dyno.dynamo.table.KeyAttribute;

/** {@code ExclusiveStartKey} as a key of the engine's table that is read: behind it the page begins. */
final class StartKey {

    private final Keys keys = new Keys();
    private final IndexKeys indexKeys = new IndexKeys();
    private final Value start = new Value();
    private final Value attribute = new Value();
    private final Key base = new Key();
    private final Key key = new Key();

    /** @return the key: valid until the next call. @throws DynamoError if it is none of the table or index */
    Key of(Request request, Target target) {
        start.wrapItem(request.arena.buffer(), request.startKey, request.startKeyEnd - request.startKey);
        if (target.index == null) {
            if (!keys.ofStored(start, target.table.model.keys(), key)
                    || start.count() != target.startKeys().size()) {
                throw DynamoError.validation("The provided starting key is invalid: "
                        + "The provided key element does not match the schema");
            }
            return key;
        }
        boolean fits = start.count() == target.startKeys().size();
        for (KeyAttribute each : target.startKeys()) {
            fits = fits && start.find(each.utf8(), attribute) && attribute.type() == each.type();
        }
        if (!fits || !keys.ofStored(start, target.table.model.keys(), base)
                || !indexKeys.of(start, base, target.index, key)) {
            throw DynamoError.validation("The provided starting key is invalid");
        }
        return key;
    }
}
