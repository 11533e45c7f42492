package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.expression.grammar.StatementLexer;
import dev.dyno.dynamo.expression.grammar.StatementParser;
import dev.dyno.dynamo.expression.grammar.StatementParser.RootContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;

/**
 * The text of a statement to its parse tree. What cannot be read is refused with the sentence that Amazon's parser has
 * for it, as far as those are known: by what stands where something else was expected.
 */
final class StatementParsing extends BaseErrorListener {

    /** Names that must be quoted in a statement, as observed on DynamoDB Local, whose parser is Amazon's. */
    private static final Set<String> KEYWORDS = keywords();
    private static final String NOT_WELL_FORMED = "Statement wasn't well formed, can't be processed: ";

    private final CommonTokenStream tokens;

    private StatementParsing(String text) {
        StatementLexer lexer = new StatementLexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        tokens = new CommonTokenStream(lexer);
    }

    private static Set<String> keywords() {
        try (InputStream in = StatementParsing.class.getResourceAsStream("statement-keywords.txt")) {
            return Set.of(new String(in.readAllBytes(), StandardCharsets.US_ASCII).trim().split("\\s+"));
        } catch (IOException e) {
            throw new UncheckedIOException("statement-keywords.txt is part of this jar", e);
        }
    }

    /** @throws DynamoError if it is no statement */
    static RootContext parse(String text) {
        StatementParsing parsing = new StatementParsing(text);
        parsing.tokens.fill();
        for (Token token : parsing.tokens.getTokens()) {
            if (token.getType() == StatementLexer.OTHER || token.getType() == StatementLexer.OPEN_COMMENT) {
                throw malformed("");
            }
        }
        StatementParser parser = new StatementParser(parsing.tokens);
        parser.removeErrorListeners();
        parser.addErrorListener(parsing);
        return parser.root();
    }

    static boolean isKeyword(String word) {
        return KEYWORDS.contains(word.toUpperCase(Locale.ROOT));
    }

    static DynamoError malformed(String detail) {
        return DynamoError.validation(NOT_WELL_FORMED + detail);
    }

    /** Where a token is: its line, column from 1, and length. */
    static String at(Token token) {
        return " at " + token.getLine() + ":" + (token.getCharPositionInLine() + 1) + ":" + token.getText().length();
    }

    @Override
    public void syntaxError(Recognizer<?, ?> recognizer, Object offending, int line, int column, String message,
            RecognitionException e) {
        Token token = (Token) offending;
        int index = token.getTokenIndex();
        int before = index == 0 ? Token.EOF : tokens.get(index - 1).getType();
        boolean complete = ((Parser) recognizer).getExpectedTokens().contains(Token.EOF);
        boolean leftOver = complete || isInsertWithoutValue(token, index);
        boolean none = tokens.get(0).getType() == StatementLexer.ID && before != StatementLexer.IS;
        throw malformed(none ? "Expected data manipulation"
                : leftOver ? "Unexpected token after expression" : detail(token, before));
    }

    private boolean isInsertWithoutValue(Token token, int index) {
        return tokens.get(0).getType() == StatementLexer.INSERT && index > 2 && token.getType() == StatementLexer.ID
                && tokens.get(index - 2).getType() == StatementLexer.INTO;
    }

    private static String detail(Token token, int before) {
        return switch (before) {
            case Token.EOF -> "Unexpected term";
            case StatementLexer.AND, StatementLexer.OR -> token.getType() == Token.EOF
                    ? "Missing right-hand side expression of infix operator" : unexpected(token);
            case StatementLexer.IS -> "Expected type name";
            case StatementLexer.FROM -> isDelete(token) ? "Expected identifier for simple path" : unexpected(token);
            default -> unexpected(token);
        };
    }

    private static boolean isDelete(Token token) {
        return token.getInputStream().toString().stripLeading().regionMatches(true, 0, "DELETE", 0, 6);
    }

    private static String unexpected(Token token) {
        return switch (token.getType()) {
            case StatementLexer.IS, StatementLexer.LIKE, StatementLexer.IN, StatementLexer.BETWEEN ->
                    "Unexpected operator";
            default -> isKeyword(token.getText()) ? "Unexpected keyword" : "Unexpected term";
        };
    }
}
