package dev.dyno.api;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LimitsTest {

    @Test
    void aValueIsWithinNothingAndTheLimit() {
        assertDoesNotThrow(() -> Limits.FULL.checkValue(0));
        assertDoesNotThrow(() -> Limits.FULL.checkValue(Limits.FULL.valueBytes()));
        for (int length : new int[] {-1, Integer.MIN_VALUE, Limits.FULL.valueBytes() + 1}) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> Limits.FULL.checkValue(length));
            assertTrue(refused.getMessage().contains("bytes=" + length), refused.getMessage());
        }
    }
}
