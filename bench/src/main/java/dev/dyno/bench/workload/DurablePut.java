package dev.dyno.bench.workload;

/** Replaces one existing item and returns when it would survive a power cut: the lane writes at that level. */
final class DurablePut implements Step {

    private final Lane lane;
    private final Chooser chooser;
    private long version;

    DurablePut(Lane lane, Chooser chooser) {
        this.lane = lane;
        this.chooser = chooser;
    }

    @Override
    public long run() {
        return lane.write(chooser.next(), ++version);
    }
}
