package dev.dyno.dynamo.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.util.internal.logging.InternalLogger;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class LateLoggerTest {

    private static final String NAME = "dev.dyno.late";

    @Test
    void warningsAndErrorsArriveAndNothingElse() {
        List<String> seen = new ArrayList<>();
        Logger logger = Logger.getLogger(NAME);
        logger.setUseParentHandlers(false);
        logger.addHandler(new Handler() {
            @Override
            public void publish(LogRecord each) {
                seen.add(each.getLevel() + " " + each.getMessage() + " " + each.getThrown());
            }

            @Override
            public void flush() {
            }

            @Override
            public void close() {
            }
        });
        InternalLogger late = new LateLogger.Factory().newInstance(NAME);
        RuntimeException cause = new RuntimeException("cause");
        late.trace("a");
        late.debug("a {}", 1);
        late.info("a", cause);
        late.warn("a");
        late.warn("a {}", 1);
        late.warn("a {} {}", 1, 2);
        late.warn("a {} {} {}", 1, 2, 3);
        late.error("a", cause);
        assertEquals(List.of("WARNING a null", "WARNING a 1 null", "WARNING a 1 2 null", "WARNING a 1 2 3 null",
                "SEVERE a " + cause), seen);
        assertFalse(late.isInfoEnabled());
    }
}
