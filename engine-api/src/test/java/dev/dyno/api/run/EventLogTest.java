package dev.dyno.api.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class EventLogTest {

    @Test
    void keepsTheLatestInOrder() {
        EventLog log = new EventLog(3);
        assertEquals(List.of(), log.events());
        for (int i = 1; i <= 5; i++) {
            log.emit(Events.Kind.FLUSH, i, 10 * i, 100 * i);
        }
        assertEquals(2, log.dropped());
        assertEquals(List.of(new EventLog.Event(Events.Kind.FLUSH, 3, 30, 300),
                new EventLog.Event(Events.Kind.FLUSH, 4, 40, 400),
                new EventLog.Event(Events.Kind.FLUSH, 5, 50, 500)), log.events());
        assertThrows(IllegalArgumentException.class, () -> new EventLog(0));
    }
}
