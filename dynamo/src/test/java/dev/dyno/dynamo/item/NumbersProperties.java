package dev.dyno.dynamo.item;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dyno.api.Bytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.agrona.concurrent.UnsafeBuffer;

/** Numbers beside BigDecimal: value, text, order, sums, range. */
class NumbersProperties {

    @Provide
    Arbitrary<BigDecimal> numbers() {
        Arbitrary<BigDecimal> any = Combinators.combine(
                Arbitraries.bigIntegers().between(BigInteger.TEN.pow(38).negate().add(BigInteger.ONE),
                        BigInteger.TEN.pow(38).subtract(BigInteger.ONE)),
                Arbitraries.integers().between(-87, 130)).as(BigDecimal::new).filter(NumbersProperties::isInRange);
        Arbitrary<BigDecimal> small = Combinators.combine(Arbitraries.longs().between(-1200, 1200),
                Arbitraries.integers().between(-3, 3)).as((unscaled, scale) -> BigDecimal.valueOf(unscaled, scale));
        return Arbitraries.oneOf(any, small);
    }

    private static boolean isInRange(BigDecimal number) {
        long exponent = (long) number.precision() - number.scale() - 1;
        return number.signum() == 0 || exponent <= 125 && exponent >= -130;
    }

    @Property(tries = 3000)
    void theValueAndTheTextComeBack(@ForAll("numbers") BigDecimal number) {
        byte[] bytes = encoded(number.toString());
        UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        assertEquals(0, number.compareTo(Numbers.decimal(buffer, 0, bytes.length)));
        BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        assertEquals(stripped.toPlainString(), Numbers.text(buffer, 0, bytes.length));
        assertArrayEquals(bytes, encoded(stripped.toPlainString()), "another text of the same number");
        byte[] direct = new byte[Numbers.BYTES_MAX];
        int length = Numbers.put(number, direct, 0);
        assertEquals(0, Bytes.compare(buffer, 0, bytes.length, new UnsafeBuffer(direct), 0, length));
    }

    @Property(tries = 3000)
    void bytesAreInTheOrderOfNumbers(@ForAll("numbers") BigDecimal a, @ForAll("numbers") BigDecimal b) {
        byte[] x = encoded(a.toString());
        byte[] y = encoded(b.toString());
        int order = Bytes.compare(new UnsafeBuffer(x), 0, x.length, new UnsafeBuffer(y), 0, y.length);
        assertEquals(a.compareTo(b), Integer.signum(order), a + " and " + b);
    }

    @Property(tries = 2000)
    void sumsAreExactOrRefused(@ForAll("numbers") BigDecimal a, @ForAll("numbers") BigDecimal b,
            @ForAll boolean subtract) {
        BigDecimal expected = subtract ? a.subtract(b) : a.add(b);
        BigDecimal digits = expected.signum() == 0 ? BigDecimal.ZERO : expected.stripTrailingZeros();
        byte[] out = new byte[Numbers.BYTES_MAX];
        if (digits.precision() > Numbers.DIGITS_MAX || !isInRange(digits)) {
            assertThrows(NumberException.class, () -> Numbers.add(value(a), value(b), subtract, out, 0));
        } else {
            int length = Numbers.add(value(a), value(b), subtract, out, 0);
            assertEquals(0, expected.compareTo(Numbers.decimal(new UnsafeBuffer(out), 0, length)));
        }
    }

    @Property(tries = 1000)
    void longsAreNumbers(@ForAll long number) {
        byte[] out = new byte[Numbers.BYTES_MAX];
        int length = Numbers.put(number, out, 0);
        assertEquals(Long.toString(number), Numbers.text(new UnsafeBuffer(out), 0, length));
    }

    @Example
    void theEdgesOfTheRange() {
        for (String fine : new String[] {"9.9999999999999999999999999999999999999E+125", "1e-130", "-1e-130", "0e999",
            "+.5", "5.", "00100", "1" + "0".repeat(125), "0." + "0".repeat(129) + "1"}) {
            assertEquals(0, new BigDecimal(fine).compareTo(
                    Numbers.decimal(new UnsafeBuffer(encoded(fine)), 0, encoded(fine).length)), fine);
        }
        refused("1e126", "Number overflow");
        refused("-1e126", "Number overflow");
        refused("9e-131", "Number underflow");
        refused("123456789012345678901234567890123456789", "Attempting to store more than 38 significant digits");
        refused("1" + "0".repeat(38) + "1", "Attempting to store more than 38 significant digits");
        for (String no : new String[] {"", "-", ".", "1e", "1e+", " 1", "1 ", "0x1", "1_0", "NaN", "Infinity", "1.1.1",
            "--1", "e5"}) {
            refused(no, "The parameter cannot be converted to a numeric value");
        }
    }

    private static void refused(String text, String message) {
        NumberException e = assertThrows(NumberException.class, () -> encoded(text), text);
        assertEquals(message, e.getMessage().substring(0, message.length()), text);
    }

    private static byte[] encoded(String text) {
        byte[] out = new byte[Numbers.BYTES_MAX];
        int length = new NumberParser().parse(text.toCharArray(), 0, text.length(), out, 0);
        return Arrays.copyOf(out, length);
    }

    private static Value value(BigDecimal number) {
        ItemWriter writer = new ItemWriter();
        writer.number(number.toString());
        return new Value().wrap(writer.buffer(), 0);
    }
}
