package dev.dyno.streams.capture;

/** Makes captures. */
public final class Captures {

    private Captures() {
    }

    public static Capture of(StreamOptions options) {
        return switch (options.capture()) {
            case NONE -> new NoCapture();
            case RING -> new RingCapture(options);
            case LOG -> new LogCapture(options);
            case OUTBOX -> new OutboxCapture(options);
        };
    }
}
