package dev.dyno.dynamo.table;

/**
 * A backup: a table as it was, with a copy of its items at one instant. Immutable.
 *
 * @param id the last part of its resource name: when it was made, and something random
 * @param engineTable where the copy is
 * @param items how many it has
 * @param bytes of its items, as DynamoDB counts them
 * @param table the table as it was; what its engine tables were is of no meaning
 */
public record BackupModel(String id, String name, long createdMillis, String engineTable, long items, long bytes,
        TableModel table) {
}
