package dev.dyno.btree;

import dev.dyno.api.Shape;
import dev.dyno.core.log.Log;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The engine as people see it: tables, levels with fill, old pages, the log. Nothing may be written meanwhile. */
final class TreeShape {

    private final Pages pages;
    private final Extents extents;
    private final Structure structure;
    private final BTreeOptions options;

    TreeShape(Pages pages, Extents extents, Structure structure, BTreeOptions options) {
        this.pages = pages;
        this.extents = extents;
        this.structure = structure;
        this.options = options;
    }

    Shape of(Tree[] trees, Log log) {
        List<Shape> parts = new ArrayList<>();
        for (Tree tree : trees) {
            if (tree != null) {
                parts.add(table(tree));
            }
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("pageBytes", options.pageBytes());
        facts.put("pages", pages.used());
        facts.put("pagesForSnapshots", pages.kept());
        facts.put("largeValueBytes", extents.usedBytes());
        facts.put("splits", structure.splits());
        facts.put("merges", structure.merges());
        parts.add(Shape.leaf("log", "log", Map.of("fileBytes", log.fileBytes())));
        return new Shape("engine", BTreeEngineProvider.NAME, facts, parts);
    }

    private Shape table(Tree tree) {
        int height = PageLayout.LEVEL.get(pages.address(tree.root)) + 1;
        Level[] levels = new Level[height];
        for (int i = 0; i < height; i++) {
            levels[i] = new Level();
        }
        add(tree.root, levels);
        List<Shape> parts = new ArrayList<>();
        for (int i = height - 1; i >= 0; i--) {
            parts.add(levels[i].shape(i, pages.pageBytes));
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("items", tree.items);
        facts.put("height", height);
        return new Shape("table", tree.table.name(), facts, parts);
    }

    private void add(int pageId, Level[] levels) {
        long page = pages.address(pageId);
        int level = PageLayout.LEVEL.get(page);
        int count = PageLayout.COUNT.get(page);
        levels[level].pages++;
        levels[level].entries += count;
        levels[level].usedBytes += PageLayout.arraysEnd(level, count) + pages.pageBytes
                - PageLayout.HEAP_START.get(page) - PageLayout.GARBAGE.get(page);
        for (int i = 0; level > 0 && i <= count; i++) {
            add(PageReader.child(page, i), levels);
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
