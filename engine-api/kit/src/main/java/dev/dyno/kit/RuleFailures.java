package dev.dyno.kit;

import dev.dyno.kit.Rule.Strength;
import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Puts rule and seed in front of a failure's message, and lets a broken SHOULD be seen without failing the build. */
final class RuleFailures implements TestExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        Method method = context.getRequiredTestMethod();
        Rule rule = method.getAnnotation(Rule.class);
        if (rule == null) {
            throw failure;
        }
        long seed = ((EngineContract) context.getRequiredTestInstance()).seed();
        String message = rule.value() + " broken, seed=" + seed + ": " + failure;
        throw rule.strength() == Strength.MUST
                ? new AssertionError(message, failure)
                : new TestAbortedException(message, failure);
    }
}
