package dev.dyno.dynamo.http;

import io.netty.util.internal.logging.InternalLoggerFactory;

/**
 * What Netty, and the JDK for it, look for when their classes are loaded, answered before they ask: a third of a second
 * of an endpoint's start. Who has set one of these properties keeps his own.
 */
final class NettyStart {

    private static final String EPOLL = "sun.nio.ch.EPollSelectorProvider";

    private NettyStart() {
    }

    /** Before any other class of Netty's is used. */
    static void prepare() {
        // Events for the flight recorder of every buffer: the JVM would compile its descriptions of them.
        answer("io.netty.jfr.enabled", "false");
        // Parts of the names of channels, which nobody reads; it would go through all network interfaces for one.
        answer("io.netty.machineId", "00:00:00:00:00:00:00:01");
        answer("io.netty.processId", Long.toString(ProcessHandle.current().pid() & 0x3fffff));
        // The JDK's own on Linux; it would look for another one on the whole class path first.
        if (isThere(EPOLL)) {
            answer("java.nio.channels.spi.SelectorProvider", EPOLL);
        }
        InternalLoggerFactory.setDefaultFactory(new LateLogger.Factory());
    }

    private static boolean isThere(String classOfTheJdk) {
        try {
            Class.forName(classOfTheJdk, false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static void answer(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
