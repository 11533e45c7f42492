package dev.dyno.core.log;

/** Receives what recovery replays, frame by frame, in order. */
@FunctionalInterface
public interface FrameVisitor {

    /** @param frame rewound; what it shows is valid until the log forgets the segment or closes */
    void onFrame(FrameView frame);
}
