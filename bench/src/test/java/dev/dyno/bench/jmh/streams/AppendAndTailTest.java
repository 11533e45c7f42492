package dev.dyno.bench.jmh.streams;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmark runs, and every record that was appended is read: it throws otherwise. Chronicle needs other flags. */
class AppendAndTailTest {

    @ParameterizedTest
    @ValueSource(strings = {"ring", "log"})
    void whatIsAppendedIsRead(String subject) throws IOException {
        AppendAndTail benchmark = new AppendAndTail();
        AppendAndTail.Subject appendedTo = new AppendAndTail.Subject();
        appendedTo.subject = subject;
        appendedTo.open();
        AppendAndTail.Appended appended = new AppendAndTail.Appended();
        for (int i = 0; i < 150; i++) { // more than a shard holds
            appended.append(appendedTo);
            benchmark.tail(appended);
        }
        appendedTo.close();
    }
}
