/**
 * What DynamoDB answers when it does not do what was asked.
 *
 * <p>Read in this order: {@link dev.dyno.dynamo.error.ErrorType}, {@link dev.dyno.dynamo.error.DynamoError}.
 */
package dev.dyno.dynamo.error;
