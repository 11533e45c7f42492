package dev.dyno.dynamo.expression;

import dev.dyno.dynamo.error.DynamoError;
import dev.dyno.dynamo.expression.grammar.ExpressionLexer;
import dev.dyno.dynamo.expression.grammar.ExpressionParser;
import java.nio.charset.StandardCharsets;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;

/** Text to a parser whose first error is DynamoDB's message. */
final class Parsing extends BaseErrorListener {

    static final int BYTES_MAX = 4096;

    private final String member;
    private final String text;
    private final CommonTokenStream tokens;

    private Parsing(String member, String text) {
        this.member = member;
        this.text = text;
        ExpressionLexer lexer = new ExpressionLexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        tokens = new CommonTokenStream(lexer);
    }

    static ExpressionParser parser(String member, String text) {
        if (text.isEmpty()) {
            throw DynamoError.validation("Invalid " + member + ": The expression can not be empty;");
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > BYTES_MAX) {
            throw DynamoError.validation("Invalid " + member + ": Expression size has exceeded the maximum allowed "
                    + "size; expression size: " + bytes);
        }
        Parsing parsing = new Parsing(member, text);
        ExpressionParser parser = new ExpressionParser(parsing.tokens);
        parser.removeErrorListeners();
        parser.addErrorListener(parsing);
        return parser;
    }

    @Override
    public void syntaxError(Recognizer<?, ?> recognizer, Object offending, int line, int column, String message,
            RecognitionException e) {
        Token token = (Token) offending;
        tokens.fill();
        int index = token.getTokenIndex();
        int from = index > 0 ? tokens.get(index - 1).getStartIndex() : token.getStartIndex();
        boolean last = token.getType() == Token.EOF || tokens.get(index + 1).getType() == Token.EOF;
        int to = last ? text.length() - 1 : tokens.get(index + 1).getStopIndex();
        String near = from > to ? "" : text.substring(text.offsetByCodePoints(0, from),
                Math.min(text.length(), to + 1));
        throw DynamoError.validation("Invalid " + member + ": Syntax error; token: \""
                + (token.getType() == Token.EOF ? "<EOF>" : token.getText()) + "\", near: \"" + near + "\"");
    }
}
