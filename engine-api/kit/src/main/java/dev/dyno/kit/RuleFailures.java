package dev.dyno.kit;

import dev.dyno.kit.Rule.Strength;
import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * Puts rule and seed in front of a failure's message, and lets a broken SHOULD, or a rule that is not expected to hold
 * yet, be seen without failing the build.
 */
final class RuleFailures implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw shown(context, failure);
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw shown(context, failure);
    }

    private static Throwable shown(ExtensionContext context, Throwable failure) {
        Method method = context.getRequiredTestMethod();
        Rule rule = method.getAnnotation(Rule.class);
        if (rule == null) {
            return failure;
        }
        EngineContract contract = (EngineContract) context.getRequiredTestInstance();
        String message = rule.value() + " broken, seed=" + contract.seed() + ": " + failure;
        return rule.strength() == Strength.MUST && contract.keeps(rule.value())
                ? new AssertionError(message, failure)
                : new TestAbortedException(message, failure);
    }
}
