package dev.dyno.bench.workload;

/** One operation of a workload. One kind per JVM, so the loop around it stays monomorphic. Confined to a thread. */
@FunctionalInterface
public interface Step {

    /**
     * Does the next operation and checks its answer.
     *
     * @return something that depends on the answer, so that the work cannot be optimised away
     * @throws WrongAnswer if the answer is wrong
     */
    long run();
}
