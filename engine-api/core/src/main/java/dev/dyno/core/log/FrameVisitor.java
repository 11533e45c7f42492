package dev.dyno.core.log;

/** Receives what recovery replays, frame by frame, in order. */
@FunctionalInterface
public interface FrameVisitor {

    /** Before the first frame. @param id of the engine, the same at every open of its log */
    default void onEngine(long id) {
    }

    /** @param frame rewound; what it shows is valid until the log forgets the segment or closes */
    void onFrame(FrameView frame);
}
