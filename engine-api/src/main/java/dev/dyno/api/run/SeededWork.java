package dev.dyno.api.run;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Background work without threads: {@link Job#wake} runs some steps of some awake jobs on the caller's thread, how many
 * and whose drawn from a seed. The same calls give the same steps in the same order, so a run replays; different seeds
 * give different delays, so runs differ. A job may stay awake and undone for long: that is what a slow thread does.
 *
 * <p>A wake from within a step only notes that the job is awake; the steps run later, from outside. A step that throws
 * does so through the wake or drain that ran it, and ends its job; later ones throw {@link IllegalStateException}.
 *
 * <p>Threads: any; steps take turns, all jobs together.
 */
public final class SeededWork implements Work {

    /** Enough for one job to run dry while another starves, few enough to leave work over. */
    private static final int STEPS_PER_WAKE_MAX = 8;

    private final SplittableRandom random;
    private final List<SeededJob> awake = new ArrayList<>();
    private boolean stepping;
    private boolean closed;

    public SeededWork(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public synchronized Job start(String name, Step step) {
        if (closed) {
            throw new IllegalStateException("work is closed: job=" + name);
        }
        return new SeededJob(name, step);
    }

    /** Runs steps until no job is awake. */
    public synchronized void drainAll() {
        while (!stepping && !awake.isEmpty()) {
            runStep(awake.get(random.nextInt(awake.size())));
        }
    }

    /** Jobs that have said, or may have, that there is more to do. */
    public synchronized int awakeJobs() {
        return awake.size();
    }

    @Override
    public synchronized void close() {
        closed = true;
        awake.clear();
    }

    private void runSome() {
        for (int steps = random.nextInt(STEPS_PER_WAKE_MAX + 1); steps > 0 && !awake.isEmpty(); steps--) {
            runStep(awake.get(random.nextInt(awake.size())));
        }
    }

    /** One step. The job sleeps first, so that a wake from within the step is not lost. */
    private void runStep(SeededJob job) {
        awake.remove(job);
        stepping = true;
        try {
            if (job.step.run()) {
                job.rouse();
            }
        } catch (Throwable e) {
            job.failure = e;
            throw e;
        } finally {
            stepping = false;
        }
    }

    private final class SeededJob implements Job {

        private final String name;
        private final Step step;
        private boolean ended;
        private Throwable failure;

        SeededJob(String name, Step step) {
            this.name = name;
            this.step = step;
        }

        void rouse() {
            if (failure != null) {
                throw new IllegalStateException("background job failed: name=" + name, failure);
            }
            if (!ended && !closed && !awake.contains(this)) {
                awake.add(this);
            }
        }

        @Override
        public void wake() {
            synchronized (SeededWork.this) {
                rouse();
                if (!stepping) {
                    runSome();
                }
            }
        }

        @Override
        public void drain() {
            synchronized (SeededWork.this) {
                if (stepping) {
                    throw new IllegalStateException("drained from within a step: job=" + name);
                }
                rouse();
                while (awake.contains(this)) {
                    runStep(this);
                }
            }
        }

        @Override
        public void close() {
            synchronized (SeededWork.this) {
                ended = true;
                awake.remove(this);
            }
        }
    }
}
