/* How charts are drawn from the record. Stands before report.js in one function. */
const run = JSON.parse(document.getElementById("run-json").textContent);
const roles = new Map(run.engines.map((engine) => [engine.name, engine.role]));
const order = [...new Set([...run.engines.map((engine) => engine.name), ...run.cells.map((cell) => cell.engine)])];
const manyThreads = new Set(run.cells.map((cell) => cell.threads)).size > 1;

const digits = (value) => {
  const size = Math.abs(value);
  return size === 0 ? "0" : value.toFixed(size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
};
const rate = (value) => (value >= 999500 ? digits(value / 1e6) + " M" : value >= 999.5 ? digits(value / 1e3) + " k"
  : digits(value));
const micros = (value) => (value >= 999500 ? digits(value / 1e6) + " s"
  : value >= 999.5 ? digits(value / 1e3) + " ms" : digits(value) + " µs");
const round = (text) => text.replace(/\.0+(?= |$)/, "");
const short = (name) => (name.length > 16 ? name.slice(0, 15) + "…" : name);
const label = (cell) => short(cell.engine) + (manyThreads ? " · " + cell.threads : "");
const refusal = (engine, cell) => run.refusals.find((it) => it.engine === engine
  && (!it.workload || it.workload === cell.workload) && (!it.data || it.data === cell.data));
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

/** Hatching, so that a fill is known without its colour. */
const hatch = (line) => {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 6;
  const pen = tile.getContext("2d");
  pen.strokeStyle = line;
  pen.lineWidth = 1.2;
  pen.beginPath();
  for (const shift of [-6, 0, 6]) {
    pen.moveTo(shift - 1, 7);
    pen.lineTo(shift + 7, -1);
  }
  pen.stroke();
  return pen.createPattern(tile, "repeat");
};

/** The rows of one chart: measured cells in the order of the record, and engines refused here, which say why. */
const rowsOf = (panel, workload) => {
  const cells = run.cells.filter((cell) => cell.data === panel.data && cell.durability === panel.durability
    && cell.workload === workload);
  const rows = [];
  for (const engine of order) {
    const found = cells.filter((cell) => cell.engine === engine).sort((a, b) => a.threads - b.threads);
    const refused = found.length === 0 && refusal(engine, { workload, data: panel.data });
    rows.push(...found.map((cell) => ({ label: label(cell), cell })));
    if (refused) {
      rows.push({ label: short(engine), cell: { engine }, refused: refused.kind });
    }
  }
  return rows;
};

/** Draws what Chart.js does not: interval whiskers, the value at the bar's end, and the word for what is missing. */
const marks = (rows, kind) => ({
  id: "marks",
  afterDatasetsDraw(chart) {
    const { ctx, scales: { x, y } } = chart;
    ctx.save();
    ctx.font = "12px " + Chart.defaults.font.family;
    ctx.textBaseline = "middle";
    rows.forEach((row, index) => {
      const middle = y.getPixelForValue(index);
      if (row.refused) {
        ctx.fillStyle = colour("quiet");
        ctx.font = "italic 12px " + Chart.defaults.font.family;
        ctx.fillText(row.refused, chart.chartArea.left + 6, middle);
        ctx.font = "12px " + Chart.defaults.font.family;
      } else if (kind === "throughput") {
        whisker(ctx, x, middle, row.cell, chart.chartArea.right);
      } else if (kind === "latency") {
        span(ctx, x, middle, row.cell);
      }
    });
    ctx.restore();
  },
});

const whisker = (ctx, x, middle, cell, right) => {
  let end = x.getPixelForValue(cell.opsPerSecond || 0);
  if (cell.low !== undefined && cell.high !== undefined && cell.high <= x.max) {
    const from = x.getPixelForValue(Math.max(0, cell.low));
    const to = x.getPixelForValue(cell.high);
    ctx.strokeStyle = colour("whisker");
    ctx.lineWidth = 1.25;
    ctx.beginPath();
    ctx.moveTo(from, middle);
    ctx.lineTo(to, middle);
    for (const cap of [from, to]) {
      ctx.moveTo(cap, middle - 4);
      ctx.lineTo(cap, middle + 4);
    }
    ctx.stroke();
    end = Math.max(end, to);
  }
  const off = cell.opsPerSecond > x.max;
  ctx.fillStyle = colour(off ? "quiet" : "ink");
  ctx.fillText((off ? "» " : "") + rate(cell.opsPerSecond), Math.min(end, right) + 7, middle);
};

/** Joins the percentiles of one engine, behind its marks. */
const span = (ctx, x, middle, cell) => {
  const known = [cell.p50Micros, cell.p99Micros, cell.p999Micros].filter((value) => value > 0);
  ctx.globalCompositeOperation = "destination-over";
  ctx.strokeStyle = colour("line");
  ctx.lineWidth = 3;
  ctx.beginPath();
  ctx.moveTo(x.getPixelForValue(Math.min(...known)), middle);
  ctx.lineTo(x.getPixelForValue(Math.max(...known)), middle);
  ctx.stroke();
  ctx.globalCompositeOperation = "source-over";
};

const fills = (rows) => rows.map(({ cell }) => {
  const role = roles.get(cell.engine);
  return role === "scale" ? hatch(colour("quiet")) : role === "peer" ? colour("peer") : colour("accent");
});

const bars = (name, data, fill, border) => ({
  label: name, data, backgroundColor: fill, borderColor: border, borderWidth: border ? 1 : 0, borderRadius: 2,
  barPercentage: 0.82, categoryPercentage: 0.86, maxBarThickness: 18,
});

const points = (name, data, pointStyle, shade) => ({
  label: name, data, type: "line", showLine: false, pointStyle, pointRadius: pointStyle === "rect" ? 5 : 4.5,
  pointHoverRadius: 7, pointBackgroundColor: shade, pointBorderColor: shade, clip: false,
});

const kinds = {
  throughput: {
    sets: (rows) => [bars("operations/s", rows.map((row) => row.cell.opsPerSecond), fills(rows),
      rows.map(({ cell }) => (roles.get(cell.engine) === "scale" ? colour("quiet") : "transparent")))],
    tick: (value) => round(rate(value)),
    tip: (cell) => [rate(cell.opsPerSecond) + " operations/s"].concat(cell.low === undefined ? ["no interval"]
      : ["interval " + rate(cell.low) + " to " + rate(cell.high)]),
    end: (rows) => evenEnd(reach(rows)),
    rowPixels: 25,
    columns: ["opsPerSecond", "low", "high"],
  },
  latency: {
    sets: (rows) => [
      points("p50", rows.map((row) => row.cell.p50Micros), "circle", colour("p50")),
      points("p99", rows.map((row) => row.cell.p99Micros), "triangle", colour("p99")),
      points("p99.9", rows.map((row) => row.cell.p999Micros), "rect", colour("p999"))],
    tick: (value) => (Number.isInteger(Math.round(Math.log10(value) * 1e6) / 1e6) ? round(micros(value)) : null),
    tip: (cell, set) => set.label + " " + micros({ p50: cell.p50Micros, p99: cell.p99Micros,
      "p99.9": cell.p999Micros }[set.label]),
    log: true,
    rowPixels: 25,
    columns: ["p50Micros", "p99Micros", "p999Micros"],
  },
  amplification: {
    sets: (rows) => [
      bars("write", rows.map((row) => row.cell.writeAmplification), colour("accent")),
      bars("space", rows.map((row) => row.cell.spaceAmplification), hatch(colour("quiet")), colour("quiet"))],
    tick: (value) => round(digits(value)),
    tip: (cell, set) => set.label + " " + digits(set.label === "write" ? cell.writeAmplification
      : cell.spaceAmplification) + " ×",
    rowPixels: 36,
    columns: ["writeAmplification", "spaceAmplification"],
  },
  allocation: { columns: ["bytesAllocatedPerOp"] },
};

const wants = (kind, row) => row.refused || kinds[kind].columns.some((column) => row.cell[column] !== undefined);

/** Decades around the data, so that a log axis starts and ends at a labelled line. */
const decades = (rows) => {
  const values = rows.flatMap(({ cell }) => [cell.p50Micros, cell.p99Micros, cell.p999Micros])
    .filter((value) => value > 0);
  return {
    min: 10 ** Math.floor(Math.log10(Math.min(...values))),
    max: 10 ** Math.ceil(Math.log10(Math.max(...values))),
  };
};

/** The greatest rate to show whole. A scale far beyond the engines would flatten them; its bar runs off instead. */
const reach = (rows) => {
  const ends = (some) => Math.max(0, ...some.map(({ cell }) => cell.high || cell.opsPerSecond || 0));
  const engines = ends(rows.filter(({ cell }) => roles.get(cell.engine) !== "scale"));
  return engines > 0 && ends(rows) > 2 * engines ? engines * 1.15 : ends(rows);
};

/** The next end of an axis that its steps divide evenly. */
const evenEnd = (value) => {
  const power = 10 ** Math.floor(Math.log10(value || 1));
  const [end, step] = [[1, 0.25], [1.2, 0.4], [1.5, 0.5], [2, 0.5], [3, 1], [4, 1], [6, 2], [8, 2], [10, 2.5]]
    .find(([candidate]) => candidate * power >= value * 0.9999);
  return { max: end * power, step: step * power };
};

const axes = (kind, rows) => ({
  x: {
    type: kind.log ? "logarithmic" : "linear", beginAtZero: true, max: kind.end && kind.end(rows).max,
    ...(kind.log ? decades(rows) : {}),
    grid: { color: colour("line"), drawTicks: false }, border: { display: false },
    ticks: { color: colour("quiet"), callback: kind.tick, maxTicksLimit: kind.log ? undefined : 6, maxRotation: 0,
      stepSize: kind.end && kind.end(rows).step, padding: 6, autoSkip: !kind.log, font: { size: 11 } },
  },
  y: {
    type: "category", offset: true, grid: { display: false }, border: { display: false },
    ticks: { color: colour("ink"), autoSkip: false, padding: 6, font: { size: 12 } },
    afterFit: (axis) => { axis.width = Math.max(axis.width, 78); },
  },
});

const draw = (figure) => {
  const canvas = figure.querySelector("canvas");
  const panel = figure.closest(".panel").dataset;
  const kind = kinds[panel.kind];
  const rows = rowsOf(panel, figure.dataset.workload).filter((row) => wants(panel.kind, row));
  canvas.parentElement.style.height = rows.length * kind.rowPixels + 30 + "px";
  const chart = new Chart(canvas, {
    type: "bar",
    data: { labels: rows.map((row) => row.label), datasets: kind.sets(rows) },
    plugins: [marks(rows, panel.kind)],
    options: {
      indexAxis: "y", animation: false, responsive: true, maintainAspectRatio: false,
      layout: { padding: { right: panel.kind === "throughput" ? 60 : 14 } },
      interaction: { mode: panel.kind === "throughput" ? "index" : "nearest", axis: "y", intersect: false },
      plugins: {
        legend: { display: false },
        tooltip: { displayColors: false, filter: (item) => item.raw !== undefined, callbacks: {
          title: ([item]) => (item ? rows[item.dataIndex].cell.engine : ""),
          label: (item) => kind.tip(rows[item.dataIndex].cell, item.dataset),
        } },
      },
      scales: axes(kind, rows),
    },
  });
  canvas.addEventListener("keydown", (event) => walk(chart, rows, event));
  canvas.addEventListener("blur", () => point(chart, []));
  return chart;
};

const point = (chart, active) => {
  chart.setActiveElements(active);
  chart.tooltip.setActiveElements(active, { x: 0, y: 0 });
  chart.update();
};

/** Arrow keys move the tooltip from row to row; Escape closes it. */
const walk = (chart, rows, event) => {
  const step = { ArrowDown: 1, ArrowUp: -1, Home: -rows.length, End: rows.length, Escape: 0 }[event.key];
  if (step === undefined) {
    return;
  }
  event.preventDefault();
  const now = chart.getActiveElements()[0];
  const next = Math.min(rows.length - 1, Math.max(0, (now ? now.index : step > 0 ? -1 : rows.length) + step));
  point(chart, step === 0 ? [] : chart.data.datasets.map((_, datasetIndex) => ({ datasetIndex, index: next }))
    .filter(({ datasetIndex }) => chart.data.datasets[datasetIndex].data[next] !== undefined));
};
