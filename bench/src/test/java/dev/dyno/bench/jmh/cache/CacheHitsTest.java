package dev.dyno.bench.jmh.cache;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmark runs, and what it measures are hits with the right values: it throws for anything else. */
class CacheHitsTest {

    @ParameterizedTest
    @ValueSource(strings = {"caffeine", "lru", "clock", "sieve", "s3-fifo", "w-tiny-lfu"})
    void everySubjectAnswersFromMemory(String subject) throws IOException {
        CacheHits benchmark = new CacheHits();
        benchmark.subject = subject;
        benchmark.entries = 2_000;
        benchmark.fill();
        CacheHits.Asker asker = new CacheHits.Asker();
        asker.open(benchmark);
        for (int i = 0; i < 10_000; i++) {
            benchmark.hit(asker);
        }
        asker.close();
        benchmark.close();
    }
}
