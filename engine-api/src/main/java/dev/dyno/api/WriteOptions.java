package dev.dyno.api;

import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How a write is to happen: under which condition, how durable, and whether the old item is wanted. Reusable and free
 * of allocation; one condition at a time, the last one set. Confined to a thread.
 */
public final class WriteOptions {

    /** No condition, the engine's durability, no old item. Frozen: its setters throw. */
    public static final WriteOptions DEFAULT = new WriteOptions(true);

    /** The conditions. A condition is judged at the commit point, with no other write in between. */
    public enum Condition { ALWAYS, ABSENT, PRESENT, SEQUENCE, VALUE, PREDICATE }

    private static final ItemPredicate ANY = current -> true;

    private final boolean frozen;
    private final UnsafeBuffer value = new UnsafeBuffer(0, 0);
    private final ItemView old = new ItemView();
    private Durability durability = Durability.ENGINE;
    private Condition condition = Condition.ALWAYS;
    private long sequence;
    private ItemPredicate predicate = ANY;
    private boolean wantsOld;

    public WriteOptions() {
        this(false);
    }

    private WriteOptions(boolean frozen) {
        this.frozen = frozen;
    }

    /** Back to the defaults. */
    public WriteOptions reset() {
        checkNotFrozen();
        durability = Durability.ENGINE;
        condition = Condition.ALWAYS;
        value.wrap(0, 0);
        predicate = ANY;
        wantsOld = false;
        old.clear();
        return this;
    }

    /** {@link Durability#ENGINE} means the level the engine was opened with. */
    public WriteOptions durability(Durability level) {
        checkNotFrozen();
        durability = Objects.requireNonNull(level, "durability");
        return this;
    }

    /** Only if there is no item. {@link Capability#CONDITION_PRESENCE}. */
    public WriteOptions ifAbsent() {
        return condition(Condition.ABSENT);
    }

    /** Only if there is an item. {@link Capability#CONDITION_PRESENCE}. */
    public WriteOptions ifPresent() {
        return condition(Condition.PRESENT);
    }

    /** Only if the item was written by this commit; 0: only if absent. {@link Capability#CONDITION_SEQUENCE}. */
    public WriteOptions ifSequence(long itemSequence) {
        condition(Condition.SEQUENCE);
        sequence = itemSequence;
        return this;
    }

    /**
     * Only if there is an item with exactly these bytes, borrowed until the write returns.
     * {@link Capability#CONDITION_VALUE}.
     */
    public WriteOptions ifValue(DirectBuffer buffer, int offset, int length) {
        condition(Condition.VALUE);
        value.wrap(buffer, offset, length);
        return this;
    }

    /** Only if the predicate holds. {@link Capability#CONDITION_PREDICATE}. */
    public WriteOptions ifMatches(ItemPredicate test) {
        condition(Condition.PREDICATE);
        predicate = Objects.requireNonNull(test, "predicate");
        return this;
    }

    /**
     * Ask for the item as it was at the commit point, also when the condition fails: {@link #old} holds it after the
     * write, until the next call on the session. {@link Capability#RETURN_OLD}.
     */
    public WriteOptions returnOld() {
        checkNotFrozen();
        wantsOld = true;
        return this;
    }

    public Durability durability() {
        return durability;
    }

    public Condition condition() {
        return condition;
    }

    public long sequence() {
        return sequence;
    }

    public DirectBuffer value() {
        return value;
    }

    public ItemPredicate predicate() {
        return predicate;
    }

    public boolean wantsOld() {
        return wantsOld;
    }

    /** The old item, if {@link #returnOld} was asked for. Engines fill it. */
    public ItemView old() {
        return old;
    }

    /** Whether the condition holds for an item: the one definition of every condition, for engines to call. */
    public boolean holdsFor(ItemView current) {
        return switch (condition) {
            case ALWAYS -> true;
            case ABSENT -> !current.exists();
            case PRESENT -> current.exists();
            case SEQUENCE -> current.exists() ? current.sequence() == sequence : sequence == 0;
            case VALUE -> current.exists()
                    && Bytes.equal(current.value(), 0, current.length(), value, 0, value.capacity());
            case PREDICATE -> predicate.test(current);
        };
    }

    private WriteOptions condition(Condition kind) {
        checkNotFrozen();
        condition = kind;
        return this;
    }

    private void checkNotFrozen() {
        if (frozen) {
            throw new IllegalStateException("WriteOptions.DEFAULT cannot be changed; make one of your own");
        }
    }
}
