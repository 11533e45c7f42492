package dev.dyno.cache.policy;

/**
 * What the host's entries weigh. The host knows, so no policy keeps it: an int a slot is much of what a small entry
 * costs. Answers for every slot that is in use, with what the policy was told last.
 */
@FunctionalInterface
public interface Weights {

    int of(int slot);
}
