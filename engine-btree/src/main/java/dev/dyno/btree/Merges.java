package dev.dyno.btree;

import org.agrona.UnsafeApi;

/**
 * Gives space back: a page that is less full than the option says is merged with a neighbour under the same parent if
 * both together, fences included, fill no more than two thirds of a page; so a page does not swing between merge and
 * split.
 *
 * <p>Threads: the writer's.
 */
final class Merges {

    private final Pages pages;
    private final PageWriter writer;
    private final Path path;
    private final Structure structure;
    private final long separator;
    /** A page that uses fewer bytes is merged. */
    private final int bytesMin;

    /** @param buffers memory of a probe */
    Merges(Pages pages, PageWriter writer, Path path, long buffers, Structure structure, BTreeOptions options) {
        this.pages = pages;
        this.writer = writer;
        this.path = path;
        this.structure = structure;
        separator = buffers;
        bytesMin = (int) ((long) pages.pageBytes * options.mergePercent() / 100);
    }

    /** Merges what has become too empty on the path, from the leaf up. */
    void shrink(long sequence) {
        int depth = path.depth();
        while (depth > 0 && writer.usedBytes(path.address(depth)) < bytesMin) {
            int child = path.child(depth - 1);
            int last = PageLayout.COUNT.get(path.address(depth - 1));
            boolean merged = child < last && merge(depth, child, sequence)
                    || child > 0 && merge(depth, child - 1, sequence);
            if (!merged) {
                return;
            }
            depth--;
        }
        if (depth == 0) {
            lower(sequence);
        }
    }

    /** Merges two neighbours into the left one. @return false if they do not fit */
    private boolean merge(int depth, int leftChild, long sequence) {
        long parent = path.address(depth - 1);
        int left = PageReader.child(parent, leftChild);
        int right = PageReader.child(parent, leftChild + 1);
        long a = pages.fix(left);
        long b = pages.fix(right);
        int countA = PageLayout.COUNT.get(a);
        int countB = PageLayout.COUNT.get(b);
        int level = PageLayout.LEVEL.get(a);
        long low = PageWriter.lowFence(a);
        long high = PageWriter.highFence(b);
        int lowLength = PageLayout.LOW_LENGTH.get(a);
        int highLength = PageLayout.HIGH_LENGTH.get(b);
        int prefix = PageWriter.prefix(low, lowLength, high, highLength);
        int bytes = Splits.bytes(a, 0, countA, prefix) + Splits.bytes(b, 0, countB, prefix);
        int count = countA + countB;
        int separatorLength = PageLayout.LOW_LENGTH.get(b);
        if (level > 0) {
            count++;
            bytes += separatorLength - prefix;
        }
        if (PageLayout.arraysEnd(level, count) + bytes + lowLength + highLength > pages.pageBytes * 2 / 3) {
            return false;
        }
        pages.beginWrite(left, sequence);
        pages.beginWrite(right, sequence);
        pages.beginWrite(path.page(depth - 1), sequence);
        UnsafeApi.copyMemory(PageWriter.lowFence(b), separator, separatorLength);
        writer.begin(level, low, lowLength, high, highLength, count, bytes);
        writer.firstChild(PageLayout.FIRST_CHILD.get(a));
        writer.append(a, 0, countA);
        if (level > 0) {
            writer.appendSeparator(separator, separatorLength, PageLayout.FIRST_CHILD.get(b));
        }
        writer.append(b, 0, countB);
        writer.flagIfTied(countA);
        writer.install(a);
        writer.remove(parent, leftChild);
        pages.endWrites();
        pages.release(right, sequence);
        structure.merged();
        return true;
    }

    /** Takes levels out: a root with a single child becomes that child. */
    private void lower(long sequence) {
        int root = path.page(0);
        long address = pages.address(root);
        while (PageLayout.LEVEL.get(address) > 0 && PageLayout.COUNT.get(address) == 0) {
            int child = PageLayout.FIRST_CHILD.get(address);
            long from = pages.fix(child);
            int count = PageLayout.COUNT.get(from);
            pages.beginWrite(root, sequence);
            writer.begin(from, count, Splits.bytes(from, 0, count, 0));
            writer.firstChild(PageLayout.FIRST_CHILD.get(from));
            writer.append(from, 0, count);
            writer.install(address);
            pages.endWrites();
            pages.release(child, sequence);
            structure.merged();
        }
    }
}
