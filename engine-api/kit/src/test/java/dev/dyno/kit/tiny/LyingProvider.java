package dev.dyno.kit.tiny;

/** The tiny engine that acknowledges before it writes, under a name of its own so that a child process finds it. */
public final class LyingProvider extends TinyProvider {

    public LyingProvider() {
        super(TinyBug.ACKNOWLEDGES_BEFORE_WRITING);
    }

    @Override
    public String name() {
        return "lying";
    }
}
