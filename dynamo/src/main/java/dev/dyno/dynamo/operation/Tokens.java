package dev.dyno.dynamo.operation;

import dev.dyno.api.Bytes;
import dev.dyno.api.Cursor;
import dev.dyno.api.ItemView;
import dev.dyno.api.Key;
import dev.dyno.api.Range;
import dev.dyno.api.Table;
import dev.dyno.api.WriteOptions;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.error.ErrorType;
import dev.dyno.dynamo.table.Catalogue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tokens of transactions that were done: a token's row is written in the transaction's own batch, so a transaction and
 * its token are done together or not at all, through any crash. Rows are good for ten minutes by the injected clock.
 * Confined to a thread.
 */
public final class Tokens {

    static final long LIFE_MILLIS = 10 * 60_000;
    private static final String ROWS = "token";

    private final Context context;
    private final Table rows;
    private final ItemView view = new ItemView();
    private final UnsafeBuffer row = new UnsafeBuffer(new byte[TokenLayout.LENGTH]);
    private final WriteOptions unchanged = new WriteOptions();
    private long sequence;

    public Tokens(Context context) {
        this.context = context;
        this.rows = context.session.table(Catalogue.SYSTEM_TABLE);
    }

    /**
     * Whether the transaction of a token was done already.
     *
     * @throws DynamoError if another request was done with this token
     */
    boolean isDone(String token, byte[] body, int offset, int length) {
        long now = context.options.clock().epochMillis();
        UnsafeBuffer request = new UnsafeBuffer(body, offset, length);
        TokenLayout.MILLIS.set(row, 0, now);
        TokenLayout.HASH.set(row, 0, Bytes.hash(request, 0, length));
        TokenLayout.BYTES.set(row, 0, length);
        TokenLayout.FORM.set(row, 0, TokenLayout.FORM_1);
        boolean found = rows.strong().get(Key.of(ROWS, token), view);
        sequence = view.sequence();
        if (!found || now - TokenLayout.MILLIS.get(view.value(), 0) > LIFE_MILLIS) {
            return false;
        }
        if (TokenLayout.HASH.get(view.value(), 0) != TokenLayout.HASH.get(row, 0)
                || TokenLayout.BYTES.get(view.value(), 0) != length) {
            throw new DynamoError(ErrorType.IDEMPOTENT_PARAMETER_MISMATCH,
                    "One or more parameters changed between two requests with the same client token");
        }
        return true;
    }

    /** Adds the token that was asked about last to the transaction's batch, on condition that nobody else did. */
    void add(String token) {
        context.batch.put(rows, Key.of(ROWS, token), row, 0, TokenLayout.LENGTH,
                unchanged.reset().ifSequence(sequence));
    }

    static DynamoError inProgress() {
        return new DynamoError(ErrorType.TRANSACTION_IN_PROGRESS,
                "The transaction with the given request token is already in progress");
    }

    /** Forgets the tokens whose time is over. */
    void forgetOld() {
        forget(context.options.clock().epochMillis() - LIFE_MILLIS);
    }

    /** Forgets all: what was done with them is gone. */
    public void forgetAll() {
        forget(Long.MAX_VALUE);
    }

    private void forget(long before) {
        byte[] partition = ROWS.getBytes(StandardCharsets.UTF_8);
        List<String> old = new ArrayList<>();
        try (Cursor cursor = rows.query(new Range().partition(new UnsafeBuffer(partition), 0, partition.length))) {
            while (cursor.next()) {
                if (TokenLayout.MILLIS.get(cursor.item().value(), 0) < before) {
                    old.add(cursor.key().sort().getStringWithoutLengthUtf8(0, cursor.key().sort().capacity()));
                }
            }
        }
        old.forEach(token -> rows.delete(Key.of(ROWS, token)));
    }
}
