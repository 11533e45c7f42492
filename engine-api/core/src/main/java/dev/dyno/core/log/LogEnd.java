package dev.dyno.core.log;

/**
 * Where a log ended at some moment; see {@link Log#end}.
 *
 * @param position in bytes, behind the last frame
 * @param sequence of the last commit
 */
public record LogEnd(long position, long sequence) {
}
