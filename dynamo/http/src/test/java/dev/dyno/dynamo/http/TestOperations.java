package dev.dyno.dynamo.http;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Operations that only show what the endpoint does with them. */
final class TestOperations implements Operations {

    /** Lets {@code Hold} answer. */
    final CountDownLatch released = new CountDownLatch(1);
    /** Counted down when {@code Hold} was called. */
    final CountDownLatch held = new CountDownLatch(1);
    final AtomicInteger open = new AtomicInteger();

    @Override
    public Caller openCaller() {
        open.incrementAndGet();
        Thread owner = Thread.currentThread();
        return new Caller() {
            @Override
            public byte[] call(Target target, byte[] request) {
                if (Thread.currentThread() != owner) {
                    throw new AssertionError("a caller left its thread");
                }
                return answer(target.operation(), request);
            }

            @Override
            public void close() {
                open.decrementAndGet();
            }
        };
    }

    private byte[] answer(String operation, byte[] request) {
        return switch (operation) {
            case "Echo", "EchoLater" -> request;
            case "Reset" -> "[]".getBytes(StandardCharsets.UTF_8);
            case "Hold" -> hold(request);
            case "Break" -> throw new IllegalStateException("a secret of the inside");
            case "Refuse" -> throw WireError.service(400, "ValidationException", "no \"such\" thing");
            default -> throw WireError.unknownOperation();
        };
    }

    private byte[] hold(byte[] request) {
        held.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted".getBytes(StandardCharsets.UTF_8);
        }
        return request;
    }

    @Override
    public boolean waits(Target target) {
        return target.operation().equals("Hold") || target.operation().equals("EchoLater");
    }
}
