package dev.dyno.btree;

import dev.dyno.api.Shape;
import dev.dyno.api.memory.Memory;
import dev.dyno.core.log.Log;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The engine as people see it: tables, levels with fill, old pages, the log. Nothing may be written meanwhile. */
final class TreeShape {

    private final Memory memory;
    private final Pages pages;
    private final Extents extents;
    private final Structure structure;
    private final BTreeOptions options;
    private final MemoryBudget budget;

    TreeShape(Memory memory, Pages pages, Extents extents, Structure structure, BTreeOptions options,
            MemoryBudget budget) {
        this.memory = memory;
        this.budget = budget;
        this.pages = pages;
        this.extents = extents;
        this.structure = structure;
        this.options = options;
    }

    Shape of(Tree[] trees, Log log, Checkpointer checkpointer) {
        List<Shape> parts = new ArrayList<>();
        try (PageWalk walk = new PageWalk(memory, pages)) {
            for (Tree tree : trees) {
                if (tree != null) {
                    parts.add(table(tree, walk));
                }
            }
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("pageBytes", options.pageBytes());
        facts.put("pages", pages.used());
        facts.put("pagesForSnapshots", pages.kept());
        facts.put("largeValueBytes", extents.usedBytes());
        facts.put("splits", structure.splits());
        facts.put("merges", structure.merges());
        parts.add(memoryShape());
        parts.add(Shape.leaf("files", "checkpoint", Map.of("fileBytes", checkpointer.fileBytes(), "bytesWritten",
                checkpointer.bytesWritten())));
        parts.add(Shape.leaf("log", "log", Map.of("fileBytes", log.fileBytes())));
        return new Shape("engine", BTreeEngineProvider.NAME, facts, parts);
    }

    private Shape memoryShape() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("budgetBytes", budget.bytes);
        facts.put("pageBytes", budget.pageBytes());
        facts.put("valueBytes", budget.valueBytes());
        facts.put("pages", pages.buffers().resident());
        facts.put("dirtyPages", pages.dirty());
        facts.put("pagesLoaded", pages.buffers().loads());
        facts.put("pagesEvicted", pages.buffers().evictions());
        facts.put("valueBytesDropped", extents.memory().dropped());
        return Shape.leaf("memory", "memory", facts);
    }

    private Shape table(Tree tree, PageWalk walk) {
        int height = PageLayout.LEVEL.get(walk.copy(tree.root, 0)) + 1;
        Level[] levels = new Level[height];
        for (int i = 0; i < height; i++) {
            levels[i] = new Level();
        }
        add(tree.root, 0, levels, walk);
        List<Shape> parts = new ArrayList<>();
        for (int i = height - 1; i >= 0; i--) {
            parts.add(levels[i].shape(i, pages.pageBytes));
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("items", tree.items);
        facts.put("height", height);
        return new Shape("table", tree.table.name(), facts, parts);
    }

    private void add(int pageId, int depth, Level[] levels, PageWalk walk) {
        long page = walk.copy(pageId, depth);
        int level = PageLayout.LEVEL.get(page);
        int count = PageLayout.COUNT.get(page);
        levels[level].pages++;
        levels[level].entries += count;
        levels[level].usedBytes += PageLayout.arraysEnd(level, count) + pages.pageBytes
                - PageLayout.HEAP_START.get(page) - PageLayout.GARBAGE.get(page);
        for (int i = 0; level > 0 && i <= count; i++) {
            add(PageReader.child(page, i), depth + 1, levels, walk);
        }
    }

    /** One level of one tree. */
    private static final class Level {
        private long pages;
        private long entries;
        private long usedBytes;

        Shape shape(int level, int pageBytes) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("pages", pages);
            facts.put("entries", entries);
            facts.put("fillPercent", Math.round(100.0 * usedBytes / ((double) pages * pageBytes)));
            return Shape.leaf("level", level == 0 ? "leaves" : Integer.toString(level), facts);
        }
    }
}
