package dev.dyno.dynamo.operation;

import dev.dyno.api.layout.Field;
import dev.dyno.api.layout.Layout;

/**
 * What is kept of a transaction's token, in the catalogue's table.
 *
 * <pre>
 * offset  bytes  field   type   meaning
 *      0      8  millis  u64    when the transaction was done: milliseconds since 1970-01-01 UTC
 *      8      8  hash    u64    XXH3 of the request's bytes
 *     16      4  length  u32    of the request in bytes
 *     20      4  form    u32    1: this layout
 * </pre>
 */
final class TokenLayout {

    static final Layout LAYOUT = Layout.littleEndian("token", 1);
    static final Field.U64 MILLIS =
            LAYOUT.u64("millis", "when the transaction was done: milliseconds since 1970-01-01 UTC");
    static final Field.U64 HASH = LAYOUT.u64("hash", "XXH3 of the request's bytes");
    static final Field.U32 BYTES = LAYOUT.u32("length", "of the request in bytes");
    static final Field.U32 FORM = LAYOUT.u32("form", "1: this layout");
    static final int LENGTH = LAYOUT.seal(24);
    static final int FORM_1 = 1;

    private TokenLayout() {
    }
}
