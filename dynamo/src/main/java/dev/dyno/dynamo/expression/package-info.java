/**
 * Expressions, compiled once and evaluated over items in place.
 *
 * <p>Read in this order: {@code Expression.g4}, {@link dev.dyno.dynamo.expression.Expressions},
 * {@link dev.dyno.dynamo.expression.ExpressionKind}, {@link dev.dyno.dynamo.expression.Expression},
 * {@link dev.dyno.dynamo.expression.Scope}, {@link dev.dyno.dynamo.expression.DocumentPath},
 * {@link dev.dyno.dynamo.expression.Condition}, {@link dev.dyno.dynamo.expression.KeyCondition},
 * {@link dev.dyno.dynamo.expression.Projection}, {@link dev.dyno.dynamo.expression.Update},
 * {@link dev.dyno.dynamo.expression.LegacyExpressions}; then {@code Statement.g4},
 * {@link dev.dyno.dynamo.expression.Statements}, {@link dev.dyno.dynamo.expression.Statement},
 * {@link dev.dyno.dynamo.expression.Selection}, {@link dev.dyno.dynamo.expression.WhereTerms}.
 *
 * <p>Depends on {@code dynamo.item} and {@code dynamo.error}, and on ANTLR's runtime; knows no table and no request.
 */
package dev.dyno.dynamo.expression;
