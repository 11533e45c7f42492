package dev.dyno.bench.report;

import dev.dyno.bench.report.EngineEntry.Role;
import dev.dyno.bench.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every engine against every peer, workload by workload. A peer that kept less than
 * the engine is shown only where nothing is written, because then it makes no difference.
 */
final class PeerRatios {

    static final String CAPTION = "ratios: rate of the engine / rate of the peer, same run";
    private static final String NOTHING_COMMON = "—";

    /**
     * One engine in one workload.
     *
     * @param byPeer the peer's cell, by the peer's name
     */
    record Row(Cell engine, Map<String, Cell> byPeer) {

        /** {@code ycsb read-uniform x2}. */
        String place() {
            return engine.data() + " " + engine.workload() + (engine.threads() == 1 ? "" : " x" + engine.threads());
        }

        String ratio(String peer) {
            Cell cell = byPeer.get(peer);
            return cell == null ? NOTHING_COMMON : Ratio.of(engine, cell).toString();
        }

        /** Whether the ratio's interval shows the engine to be the faster one. */
        boolean wins(String peer) {
            Cell cell = byPeer.get(peer);
            return cell != null && Ratio.of(engine, cell).isFaster();
        }
    }

    private final RunRecord record;
    private final List<String> peers = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    PeerRatios(RunRecord record) {
        this.record = record;
        for (EngineEntry entry : record.engines()) {
            if (entry.role() != Role.ENGINE && entry.isBare()) {
                peers.add(entry.name());
            }
        }
        for (Cell cell : record.cells()) {
            if (cell.measured() && cell.layers().isEmpty() && record.role(cell.engine()) == Role.ENGINE) {
                add(cell);
            }
        }
        peers.removeIf(peer -> rows.stream().noneMatch(row -> row.byPeer().containsKey(peer)));
    }

    private void add(Cell engine) {
        Map<String, Cell> byPeer = new LinkedHashMap<>();
        for (Cell other : record.cells()) {
            if (peers.contains(other.engine()) && other.measured() && isComparable(engine, other)) {
                byPeer.put(other.engine(), other);
            }
        }
        if (!byPeer.isEmpty()) {
            rows.add(new Row(engine, byPeer));
        }
    }

    private static boolean isComparable(Cell a, Cell b) {
        return a.workload().equals(b.workload()) && a.data().equals(b.data()) && a.threads() == b.threads()
                && (a.durability().equals(b.durability()) || onlyReads(a.workload()));
    }

    private static boolean onlyReads(String label) {
        return Workload.names().contains(label) && Workload.named(label).kind() == Workload.Kind.READ;
    }

    List<String> peers() {
        return peers;
    }

    List<Row> rows() {
        return rows;
    }

    /** The name of a peer with what it is, if it is no store. */
    String label(String peer) {
        return record.role(peer) == Role.SCALE ? peer + " (scale)" : peer;
    }

    /** The section of the page; empty without peers. */
    String html() {
        if (rows.isEmpty()) {
            return "";
        }
        Html html = new Html();
        html.raw("<section id=\"peers\">\n<h2>Against the peers</h2>\n<p class=\"aid\">How many times the rate of each "
                + "peer an engine has: above 1 it is faster. <span class=\"caveat\">In brackets its 95 % interval "
                + "over the rounds, in each of which both ran. Peers that keep less than was asked for are "
                + "compared where nothing is written; scale is a bare structure that keeps no promise.</span></p>\n");
        List<String> heads = new ArrayList<>(List.of("workload", "engine"));
        peers.forEach(peer -> heads.add("× " + label(peer)));
        html.openTable(CAPTION, heads);
        for (Row row : rows) {
            html.rowHead(row.place()).raw("<td>").text(row.engine().engine()).raw("</td>");
            for (String peer : peers) {
                if (row.wins(peer)) {
                    html.raw("<td class=\"n won\">").text(row.ratio(peer)).raw("</td>");
                } else {
                    html.number(row.ratio(peer), "");
                }
            }
            html.endRow();
        }
        return html.closeTable().raw("</section>\n").toString();
    }
}
