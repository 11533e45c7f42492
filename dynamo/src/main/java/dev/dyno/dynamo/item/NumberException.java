package dev.dyno.dynamo.item;

/** A number that DynamoDB does not keep; the message is DynamoDB's. Without a stack: it is an answer to a request. */
public final class NumberException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final NumberException OVERFLOW = new NumberException(
            "Number overflow. Attempting to store a number with magnitude larger than supported range");
    static final NumberException UNDERFLOW = new NumberException(
            "Number underflow. Attempting to store a number with magnitude smaller than supported range");
    static final NumberException PRECISION = new NumberException(
            "Attempting to store more than 38 significant digits in a Number");

    private NumberException(String message) {
        super(message, null, false, false);
    }

    static NumberException notNumeric(String text) {
        return new NumberException("The parameter cannot be converted to a numeric value"
                + (text.isEmpty() ? "" : ": " + text));
    }
}
