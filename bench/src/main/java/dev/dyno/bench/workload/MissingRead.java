package dev.dyno.bench.workload;

/** Asks for an item that was never stored, in a partition that exists. */
final class MissingRead implements Step {

    private final Lane lane;
    private final Chooser chooser;

    MissingRead(Lane lane, Chooser chooser) {
        this.lane = lane;
        this.chooser = chooser;
    }

    @Override
    public long run() {
        return lane.readMissing(chooser.next());
    }
}
