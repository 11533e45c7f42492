package dev.dyno.dynamo.operation;

import dev.dyno.api.CommitListener.Kind;
import dev.dyno.api.ItemView;
import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.error.ErrorType;
import dev.dyno.dynamo.item.ItemLayout;
import dev.dyno.dynamo.item.ItemWriter;
import dev.dyno.dynamo.item.Value;
import dev.dyno.dynamo.json.JsonInput;
import dev.dyno.dynamo.json.JsonOutput;
import dev.dyno.dynamo.request.Constraints;
import dev.dyno.dynamo.table.KeyAttribute;
import dev.dyno.dynamo.table.TableModel;
import dev.dyno.streams.StreamingEngine;
import dev.dyno.streams.capture.ShardDescription;
import dev.dyno.streams.capture.StreamDescription;
import dev.dyno.streams.capture.StreamException;
import dev.dyno.streams.read.IteratorKind;
import dev.dyno.streams.read.NumberRange;
import dev.dyno.streams.read.RecordPage;
import dev.dyno.streams.read.ShardIterator;
import dev.dyno.streams.read.StreamReader;
import dev.dyno.streams.record.ChangeView;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;

/** ListStreams, DescribeStream, GetShardIterator, GetRecords, over the stream layer. Confined to a thread. */
public final class StreamOperations implements AutoCloseable {

    private static final int LIST_MAX = 100;
    private static final List<String> KINDS =
            List.of("TRIM_HORIZON", "LATEST", "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER");
    private static final double MILLIS = 1000.0;
    /** A record's number holds its commit's sequence above the index in the batch. */
    private static final int INDEX_BITS = 16;

    private final Context context;
    private final Expiry expiry;
    private final StreamReader reader;
    private final ChangeView record = new ChangeView();
    private final Value image = new Value();
    private final Value attribute = new Value();

    public StreamOperations(Context context, Expiry expiry) {
        this.context = context;
        this.expiry = expiry;
        this.reader = context.engine instanceof StreamingEngine streams ? streams.openReader() : null;
    }

    /** What a request on streams can say. */
    private static final class Ask {
        String table;
        String arn;
        String shard;
        String kind;
        String number;
        String iterator;
        String startArn;
        String startShard;
        String filterShard;
        Long limit;

        Ask(byte[] body, int offset, int length) {
            try (JsonInput in = new JsonInput(body, offset, length)) {
                members(in);
                in.end();
            }
        }

        private void members(JsonInput in) {
            for (String name = in.field(); name != null; name = in.field()) {
                switch (name) {
                    case "TableName" -> table = in.string();
                    case "StreamArn" -> arn = in.string();
                    case "ShardId" -> shard = in.string();
                    case "ShardIteratorType" -> kind = in.string();
                    case "SequenceNumber" -> number = in.string();
                    case "ShardIterator" -> iterator = in.string();
                    case "ExclusiveStartStreamArn" -> startArn = in.string();
                    case "ExclusiveStartShardId" -> startShard = in.string();
                    case "Limit" -> limit = in.number("Integer");
                    case "ShardFilter" -> {
                        in.beginObject();
                        for (String each = in.field(); each != null; each = in.field()) {
                            if (each.equals("ShardId")) {
                                filterShard = in.string();
                            } else {
                                in.skip();
                            }
                        }
                    }
                    default -> in.skip();
                }
            }
        }

        int limit(int most) {
            Constraints constraints = new Constraints();
            if (limit != null) {
                constraints.atLeast(limit, "limit", 1).atMost(limit, "limit", most);
            }
            constraints.check();
            return limit == null ? most : limit.intValue();
        }
    }

    /** A stream that can be read, and the table that it is of. */
    private record Known(StreamDescription stream, TableModel table, String arn) {
    }

    private Known known(StreamDescription stream) {
        for (TableModel table : context.catalogue.all()) {
            if (table.engineTable().equals(stream.table())) {
                String label = table.streamLabel().endsWith("." + stream.id()) ? table.streamLabel()
                        : "1970-01-01T00:00:00.000." + stream.id();
                return new Known(stream, table, "arn:aws:dynamodb:" + context.options.region() + ":"
                        + context.options.account() + ":table/" + table.name() + "/stream/" + label);
            }
        }
        return null;
    }

    private Known byArn(String arn) {
        new Constraints().notNull(arn, "streamArn").length(arn, arn == null ? 0 : arn.length(), "streamArn", 37, 1024)
                .check();
        for (StreamDescription stream : streams()) {
            Known known = known(stream);
            if (known != null && arn.endsWith("." + stream.id()) && arn.contains("table/" + known.table.name() + "/")) {
                return known;
            }
        }
        throw DynamoError.noSuchResource("Requested resource not found: Stream: " + arn + " not found");
    }

    private List<StreamDescription> streams() {
        return reader == null ? List.of() : reader.streams();
    }

    public void list(byte[] body, int offset, int length) {
        Ask ask = new Ask(body, offset, length);
        int most = ask.limit(LIST_MAX);
        JsonOutput out = context.out.clear().beginObject().name("Streams").beginArray();
        boolean started = ask.startArn == null;
        int count = 0;
        String last = "";
        for (StreamDescription stream : streams()) {
            Known known = known(stream);
            if (known == null || ask.table != null && !known.table.name().equals(Context.nameOf(ask.table))) {
                continue;
            }
            if (started && count == most) {
                out.endArray().name("LastEvaluatedStreamArn").value(last).endObject();
                return;
            }
            if (started) {
                last = known.arn;
                count++;
                out.beginObject().name("StreamArn").value(known.arn).name("TableName").value(known.table.name())
                        .name("StreamLabel").value(label(known.arn)).endObject();
            }
            started |= known.arn.equals(ask.startArn);
        }
        out.endArray().endObject();
    }

    private static String label(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    public void describe(byte[] body, int offset, int length) {
        Ask ask = new Ask(body, offset, length);
        int most = ask.limit(LIST_MAX);
        Known known = byArn(ask.arn);
        JsonOutput out = context.out.clear().beginObject().name("StreamDescription").beginObject()
                .name("StreamArn").value(known.arn).name("StreamLabel").value(label(known.arn))
                .name("StreamStatus").value(known.stream.enabled() ? "ENABLED" : "DISABLED")
                .name("StreamViewType").value(known.stream.view().name())
                .name("TableName").value(known.table.name()).name("KeySchema").beginArray();
        for (int i = 0; i < known.table.keys().attributes().size(); i++) {
            out.beginObject().name("AttributeName").value(known.table.keys().attributes().get(i).name())
                    .name("KeyType").value(i == 0 ? "HASH" : "RANGE").endObject();
        }
        out.endArray().name("Shards").beginArray();
        shards(known, ask, most);
        out.endObject().endObject();
    }

    private void shards(Known known, Ask ask, int most) {
        JsonOutput out = context.out;
        boolean started = ask.startShard == null;
        int count = 0;
        String last = "";
        for (ShardDescription shard : known.stream.shards()) {
            String parent = parent(known.stream, shard);
            NumberRange numbers = started ? reader.numbers(known.stream.id(), shard) : null;
            boolean wanted = numbers != null && (ask.filterShard == null || parent.equals(ask.filterShard));
            if (wanted && count == most) {
                out.endArray().name("LastEvaluatedShardId").value(last);
                return;
            }
            if (wanted) {
                count++;
                last = shard.id();
                out.beginObject().name("ShardId").value(shard.id()).name("SequenceNumberRange").beginObject()
                        .name("StartingSequenceNumber").value(number(numbers.first()));
                if (!numbers.isOpen()) {
                    out.name("EndingSequenceNumber").value(number(numbers.last()));
                }
                out.endObject();
                if (!parent.isEmpty()) {
                    out.name("ParentShardId").value(parent);
                }
                out.endObject();
            }
            started |= shard.id().equals(ask.startShard);
        }
        out.endArray();
    }

    private static String parent(StreamDescription stream, ShardDescription shard) {
        for (ShardDescription other : stream.shards()) {
            if (other.number() == shard.parent()) {
                return other.id();
            }
        }
        return "";
    }

    /** Numbers have 21 digits at least, as clients expect. */
    private static String number(long number) {
        return String.format(Locale.ROOT, "%021d", number);
    }

    public void iterator(byte[] body, int offset, int length) {
        Ask ask = new Ask(body, offset, length);
        new Constraints().notNull(ask.shard, "shardId").notNull(ask.kind, "shardIteratorType")
                .oneOf(ask.kind, "shardIteratorType", KINDS).check();
        Known known = byArn(ask.arn);
        ShardDescription shard = known.stream.shards().stream().filter(each -> each.id().equals(ask.shard)).findFirst()
                .orElseThrow(() -> DynamoError.noSuchResource(
                        "Requested resource not found: Shard: " + ask.shard + " in Stream: " + ask.arn + " not found"));
        IteratorKind kind = IteratorKind.valueOf(ask.kind);
        boolean numbered = kind == IteratorKind.AT_SEQUENCE_NUMBER || kind == IteratorKind.AFTER_SEQUENCE_NUMBER;
        if (numbered && ask.number == null) {
            throw DynamoError.validation("SequenceNumber must be specified for ShardIteratorType " + ask.kind);
        }
        ShardIterator iterator = told(() -> numbered
                ? reader.iterator(known.stream.id(), shard.number(), kind, parse(ask.number))
                : reader.iterator(known.stream.id(), shard.number(), kind));
        context.out.clear().beginObject().name("ShardIterator").value(known.arn + "|1|" + iterator.token())
                .endObject();
    }

    private static long parse(String number) {
        try {
            return Long.parseLong(number);
        } catch (NumberFormatException e) {
            throw DynamoError.validation("Invalid SequenceNumber: " + number);
        }
    }

    public void records(byte[] body, int offset, int length) {
        Ask ask = new Ask(body, offset, length);
        new Constraints().notNull(ask.iterator, "shardIterator").check();
        int most = ask.limit(RecordPage.RECORDS_MAX);
        String[] parts = ask.iterator.split("\\|", -1);
        if (parts.length != 3) {
            throw DynamoError.validation("Invalid ShardIterator");
        }
        Known known = byArn(parts[0]);
        ShardIterator from;
        try {
            from = ShardIterator.parse(parts[2]);
        } catch (IllegalArgumentException e) {
            throw DynamoError.validation("Invalid ShardIterator");
        }
        RecordPage page = new RecordPage(most, RecordPage.BYTES_MAX);
        told(() -> {
            reader.read(from, page);
            return from;
        });
        JsonOutput out = context.out.clear().beginObject().name("Records").beginArray();
        for (int i = 0; i < page.size(); i++) {
            record(known, page.get(i, record));
        }
        out.endArray();
        if (!page.isAtEnd()) {
            out.name("NextShardIterator").value(known.arn + "|1|" + page.next().token());
        }
        out.endObject();
    }

    private void record(Known known, ChangeView change) {
        JsonOutput out = context.out.beginObject();
        out.name("eventID").value(String.format(Locale.ROOT, "%016x%016x", known.stream.id(), change.number()))
                .name("eventName").value(change.kind().name()).name("eventVersion").value("1.1")
                .name("eventSource").value("aws:dynamodb").name("awsRegion").value(context.options.region())
                .name("dynamodb").beginObject().name("ApproximateCreationDateTime")
                .value((double) (change.millis() / (long) MILLIS)).name("Keys").beginObject();
        int size = key(known.table.keys().hash(), change.key().partition());
        if (known.table.keys().hasRange()) {
            size += key(known.table.keys().range(), change.key().sort());
        }
        out.endObject();
        if (change.newItem().exists()) {
            size += image("NewImage", change.newItem());
        }
        if (change.oldItem().exists()) {
            size += image("OldImage", change.oldItem());
        }
        out.name("SequenceNumber").value(number(change.number())).name("SizeBytes").value(size)
                .name("StreamViewType").value(known.stream.view().name()).endObject();
        if (change.kind() == Kind.REMOVE
                && expiry.isExpiry(known.table.engineTable(), change.key(), change.number() >>> INDEX_BITS)) {
            out.name("userIdentity").beginObject().name("type").value("Service").name("principalId")
                    .value("dynamodb.amazonaws.com").endObject();
        }
        out.endObject();
    }

    /** A key attribute from the bytes of the engine's key. @return its size */
    private int key(KeyAttribute key, DirectBuffer bytes) {
        ItemWriter writer = new ItemWriter();
        int at = writer.scalar(key.type(), bytes, 0, bytes.capacity());
        context.json.value(context.out.anyName(key.name()), attribute.wrap(writer.buffer(), at));
        return key.utf8().length + bytes.capacity();
    }

    private int image(String name, ItemView item) {
        image.wrapItem(item.value(), 0, item.length());
        context.json.map(context.out.name(name), image);
        return ItemLayout.size(item.value(), 0);
    }

    /** Asks the reader, in DynamoDB's words if it refuses. */
    private static ShardIterator told(Supplier<ShardIterator> question) {
        try {
            return question.get();
        } catch (StreamException.TrimmedDataAccess e) {
            throw new DynamoError(ErrorType.TRIMMED_DATA_ACCESS,
                    "The operation attempted to read past the oldest stream record in a shard");
        } catch (StreamException.ExpiredIterator e) {
            throw new DynamoError(ErrorType.EXPIRED_ITERATOR, "Iterator expired. " + e.getMessage());
        } catch (StreamException.UnknownPosition e) {
            throw DynamoError.validation("Invalid SequenceNumber: " + e.getMessage());
        } catch (StreamException.NotFound e) {
            throw DynamoError.noSuchResource("Requested resource not found: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
