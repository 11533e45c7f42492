package dev.dyno.dynamo.operation;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.error.ErrorType;
import dev.dyno.dynamo.json.JsonOutput;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Why one action of a transaction was not done.
 *
 * @param item the item that was found, as JSON, if it was asked for; else empty
 */
record Cancellation(String code, String message, String item) {

    static final Cancellation NONE = new Cancellation("None", "", "");

    /** The transaction's error, with the reasons in the order of its actions. */
    static DynamoError error(List<Cancellation> reasons) {
        JsonOutput out = new JsonOutput().name("CancellationReasons").beginArray();
        for (Cancellation reason : reasons) {
            out.beginObject().name("Code").value(reason.code);
            if (!reason.message.isEmpty()) {
                out.name("Message").value(reason.message);
            }
            if (!reason.item.isEmpty()) {
                out.name("Item").raw(reason.item);
            }
            out.endObject();
        }
        out.endArray();
        return new DynamoError(ErrorType.TRANSACTION_CANCELED, reasons.stream().map(Cancellation::code)
                .collect(Collectors.joining(", ",
                        "Transaction cancelled, please refer cancellation reasons for specific reasons [", "]")),
                out.toString());
    }
}
