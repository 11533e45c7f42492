package dev.dyno.bench.workload;

/** Reads one existing item. */
final class PointRead implements Step {

    private final Lane lane;
    private final Chooser chooser;

    PointRead(Lane lane, Chooser chooser) {
        this.lane = lane;
        this.chooser = chooser;
    }

    @Override
    public long run() {
        return lane.read(chooser.next());
    }
}
