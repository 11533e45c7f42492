/**
 * What a run leaves behind, and how people see it: the record, the table in the terminal, the page.
 *
 * <p>Read in this order: {@link dev.dyno.bench.report.RunRecord}, {@link dev.dyno.bench.report.Settings},
 * {@link dev.dyno.bench.report.EngineEntry}, {@link dev.dyno.bench.report.Cell},
 * {@link dev.dyno.bench.report.Refusal}, {@link dev.dyno.bench.report.MachineFacts}; then
 * {@link dev.dyno.bench.report.Interval}, {@code Ratio} and {@code Comparison}, the only place that ranks; then
 * {@link dev.dyno.bench.report.ResultTable} and {@link dev.dyno.bench.report.ReportPage} with {@code Headline},
 * {@code PeerRatios}, {@code Derived}, {@code LayerEffects}, {@code Fitness}, {@code Panels} and {@code Appendix}, and
 * the scripts {@code charts.js} and {@code report.js} beside its template; {@link dev.dyno.bench.report.RunUnion},
 * several runs as one record; {@link dev.dyno.bench.report.MissPage}, a page of its own for traces replayed against
 * policies.
 *
 * <p>Depends on Jackson and, as a resource, on Chart.js. Knows no engine, of workloads only which of them write,
 * and measures nothing.
 */
package dev.dyno.bench.report;
