package dev.dyno.bench.race;

import dev.dyno.bench.workload.Lane;
import dev.dyno.bench.workload.Step;

/** An engine opened on what an earlier lap loaded, with one session. Confined to a thread. */
final class Opening implements AutoCloseable {

    private final Track track;
    private final Lane lane;
    private final Step step;

    Opening(Lap lap) {
        track = new Track(lap);
        lane = track.openLane(0);
        step = lap.workload().newStep(lane);
    }

    /** Reads one item and checks it. */
    long read() {
        return step.run();
    }

    @Override
    public void close() {
        lane.close();
        track.close();
    }
}
