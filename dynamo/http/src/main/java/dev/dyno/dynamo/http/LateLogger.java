package dev.dyno.dynamo.http;

import io.netty.util.internal.logging.AbstractInternalLogger;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;

/**
 * Netty's warnings and errors go to the JDK's logging, which is not touched before there is one: to set it up the JDK
 * looks through the whole class path, a tenth of a second of an endpoint's start. What is less than a warning is lost.
 *
 * <p>Threads: any.
 */
final class LateLogger extends AbstractInternalLogger {

    private static final long serialVersionUID = 1;

    private LateLogger(String name) {
        super(name);
    }

    /** For Netty's {@code InternalLoggerFactory.setDefaultFactory}. */
    static final class Factory extends InternalLoggerFactory {
        @Override
        public InternalLogger newInstance(String name) {
            return new LateLogger(name);
        }
    }

    /** The JDK's logger of this name, which the JDK keeps. */
    private InternalLogger logger() {
        return ((JdkLoggerFactory) JdkLoggerFactory.INSTANCE).newInstance(name());
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public void trace(String message) {
    }

    @Override
    public void trace(String format, Object argument) {
    }

    @Override
    public void trace(String format, Object first, Object second) {
    }

    @Override
    public void trace(String format, Object... arguments) {
    }

    @Override
    public void trace(String message, Throwable cause) {
    }

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public void debug(String message) {
    }

    @Override
    public void debug(String format, Object argument) {
    }

    @Override
    public void debug(String format, Object first, Object second) {
    }

    @Override
    public void debug(String format, Object... arguments) {
    }

    @Override
    public void debug(String message, Throwable cause) {
    }

    @Override
    public boolean isInfoEnabled() {
        return false;
    }

    @Override
    public void info(String message) {
    }

    @Override
    public void info(String format, Object argument) {
    }

    @Override
    public void info(String format, Object first, Object second) {
    }

    @Override
    public void info(String format, Object... arguments) {
    }

    @Override
    public void info(String message, Throwable cause) {
    }

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public void warn(String message) {
        logger().warn(message);
    }

    @Override
    public void warn(String format, Object argument) {
        logger().warn(format, argument);
    }

    @Override
    public void warn(String format, Object first, Object second) {
        logger().warn(format, first, second);
    }

    @Override
    public void warn(String format, Object... arguments) {
        logger().warn(format, arguments);
    }

    @Override
    public void warn(String message, Throwable cause) {
        logger().warn(message, cause);
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }

    @Override
    public void error(String message) {
        logger().error(message);
    }

    @Override
    public void error(String format, Object argument) {
        logger().error(format, argument);
    }

    @Override
    public void error(String format, Object first, Object second) {
        logger().error(format, first, second);
    }

    @Override
    public void error(String format, Object... arguments) {
        logger().error(format, arguments);
    }

    @Override
    public void error(String message, Throwable cause) {
        logger().error(message, cause);
    }
}
