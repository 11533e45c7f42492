package dev.dyno.dynamo.error;

/** The exceptions of DynamoDB's API, with the prefix their names have on the wire. All are status 400 but two. */
public enum ErrorType {
    VALIDATION("com.amazon.coral.validate#ValidationException"),
    SERIALIZATION("com.amazon.coral.service#SerializationException"),
    UNKNOWN_OPERATION("com.amazon.coral.service#UnknownOperationException"),
    ACCESS_DENIED("com.amazon.coral.service#AccessDeniedException"),
    MISSING_AUTHENTICATION_TOKEN("com.amazon.coral.service#MissingAuthenticationTokenException"),
    INCOMPLETE_SIGNATURE("com.amazon.coral.service#IncompleteSignatureException"),
    INVALID_SIGNATURE("com.amazon.coral.service#InvalidSignatureException"),
    UNRECOGNIZED_CLIENT("com.amazon.coral.service#UnrecognizedClientException"),
    THROTTLING("com.amazon.coral.availability#ThrottlingException"),
    RESOURCE_NOT_FOUND("com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"),
    TABLE_NOT_FOUND("com.amazonaws.dynamodb.v20120810#TableNotFoundException"),
    TABLE_ALREADY_EXISTS("com.amazonaws.dynamodb.v20120810#TableAlreadyExistsException"),
    BACKUP_NOT_FOUND("com.amazonaws.dynamodb.v20120810#BackupNotFoundException"),
    RESOURCE_IN_USE("com.amazonaws.dynamodb.v20120810#ResourceInUseException"),
    LIMIT_EXCEEDED("com.amazonaws.dynamodb.v20120810#LimitExceededException"),
    CONDITIONAL_CHECK_FAILED("com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"),
    PROVISIONED_THROUGHPUT_EXCEEDED("com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"),
    ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED("com.amazonaws.dynamodb.v20120810#ItemCollectionSizeLimitExceededException"),
    TRANSACTION_CANCELED("com.amazonaws.dynamodb.v20120810#TransactionCanceledException"),
    TRANSACTION_CONFLICT("com.amazonaws.dynamodb.v20120810#TransactionConflictException"),
    TRANSACTION_IN_PROGRESS("com.amazonaws.dynamodb.v20120810#TransactionInProgressException"),
    IDEMPOTENT_PARAMETER_MISMATCH("com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException"),
    DUPLICATE_ITEM("com.amazonaws.dynamodb.v20120810#DuplicateItemException"),
    EXPIRED_ITERATOR("com.amazonaws.dynamodb.v20120810#ExpiredIteratorException"),
    TRIMMED_DATA_ACCESS("com.amazonaws.dynamodb.v20120810#TrimmedDataAccessException"),
    INTERNAL_SERVER_ERROR("com.amazonaws.dynamodb.v20120810#InternalServerError", 500),
    REQUEST_TOO_LARGE("com.amazon.coral.service#RequestEntityTooLargeException", 413);

    private final String wireName;
    private final int status;

    ErrorType(String wireName) {
        this(wireName, 400);
    }

    ErrorType(String wireName, int status) {
        this.wireName = wireName;
        this.status = status;
    }

    /** {@code __type} in the answer. */
    public String wireName() {
        return wireName;
    }

    /** {@code ValidationException}. */
    public String shortName() {
        return wireName.substring(wireName.indexOf('#') + 1);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
