/* What the page does beside drawing: ratios, copies, paper. Stands after charts.js in one function. */
const charts = new Map();
const drawOnce = (figure) => {
  if (!charts.has(figure)) {
    charts.set(figure, draw(figure));
  }
};
const figures = [...document.querySelectorAll("figure")];
const redraw = () => {
  for (const [figure, chart] of charts) {
    chart.destroy();
    charts.set(figure, draw(figure));
  }
};

const quoted = (value) => (/[",\n]/.test(String(value)) ? '"' + String(value).replaceAll('"', '""') + '"' : value);
const csv = (rows) => rows.map((row) => row.map((value) => quoted(value === undefined ? "" : value)).join(","))
  .join("\n") + "\n";

const panelCsv = (panel) => {
  const columns = kinds[panel.kind].columns;
  const cells = run.cells.filter((cell) => cell.data === panel.data && cell.durability === panel.durability
    && columns.some((column) => cell[column] !== undefined));
  return csv([["data", "durability", "workload", "threads", "engine", ...columns],
    ...cells.map((cell) => [cell.data, cell.durability, cell.workload, cell.threads, cell.engine,
      ...columns.map((column) => cell[column])])]);
};

const say = (text) => {
  const said = document.getElementById("said");
  said.textContent = text;
  setTimeout(() => { said.textContent = ""; }, 2500);
};

const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  say("Copied " + (text.split("\n").length - 2) + " rows");
};

/** Ratios keep the rule of the answer above: widest interval, and no difference where intervals overlap. */
const ratioOf = (cell, base) => {
  if (!base || !(base.opsPerSecond > 0) || !(cell.opsPerSecond > 0)) {
    return undefined;
  }
  const known = [cell.low, cell.high, base.low, base.high].every((value) => value !== undefined) && base.low > 0;
  const low = known ? cell.low / base.high : undefined;
  const high = known ? cell.high / base.low : undefined;
  return { value: cell.opsPerSecond / base.opsPerSecond, low, high, same: !known || (low <= 1 && high >= 1), known };
};

const groupsOf = () => {
  const groups = new Map();
  for (const cell of run.cells) {
    const key = JSON.stringify([cell.data, cell.durability, cell.threads]);
    groups.set(key, [...(groups.get(key) || []), cell]);
  }
  const data = [...new Set(run.cells.map((cell) => cell.data))];
  return [...groups.values()].sort((a, b) => data.indexOf(a[0].data) - data.indexOf(b[0].data));
};

const element = (name, text, attributes = {}) => {
  const made = document.createElement(name);
  made.textContent = text;
  Object.entries(attributes).forEach(([attribute, value]) => made.setAttribute(attribute, value));
  return made;
};

const ratioTable = (cells, against) => {
  const engines = order.filter((engine) => engine !== against && cells.some((cell) => cell.engine === engine));
  const title = `${cells[0].data} data, durability ${cells[0].durability}, ${cells[0].threads} thread`
    + (cells[0].threads === 1 ? "" : "s") + `, × ${against}`;
  const table = element("table", "");
  table.append(element("caption", title));
  const head = table.createTHead().insertRow();
  ["workload", ...engines].forEach((name) => head.append(element("th", name, { scope: "col" })));
  const body = table.createTBody();
  for (const workload of new Set(cells.map((cell) => cell.workload))) {
    const here = cells.filter((cell) => cell.workload === workload);
    const row = body.insertRow();
    row.append(element("th", workload, { scope: "row" }));
    engines.forEach((engine) => row.append(ratioCell(here, engine, against)));
  }
  const box = element("div", "", { class: "scroll", tabindex: "0", role: "region", "aria-label": title });
  box.append(table);
  return box;
};

const ratioCell = (here, engine, against) => {
  const cell = here.find((it) => it.engine === engine);
  const ratio = cell && ratioOf(cell, here.find((it) => it.engine === against));
  if (!ratio) {
    return element("td", "—", { class: "none" });
  }
  const sign = !ratio.known ? "? " : ratio.same ? "= " : ratio.value > 1 ? "▲ " : "▽ ";
  const made = element("td", sign + digits(ratio.value) + " ",
    { class: ratio.same ? "same" : ratio.value > 1 ? "faster" : "slower" });
  made.append(element("small", ratio.known ? `[${digits(ratio.low)}, ${digits(ratio.high)}]` : "no interval"));
  return made;
};

const against = document.getElementById("against");
const showRatios = () => {
  document.getElementById("ratio-tables").replaceChildren(...groupsOf()
    .filter((cells) => cells.some((cell) => cell.engine === against.value))
    .map((cells) => ratioTable(cells, against.value)));
};
const ratioHead = ["data", "durability", "threads", "workload", "engine", "against", "ratio", "low", "high"];
const ratioCsv = () => csv([ratioHead,
  ...groupsOf().flatMap((cells) => cells.flatMap((cell) => {
    const ratio = ratioOf(cell, cells.find((it) => it.engine === against.value && it.workload === cell.workload));
    return ratio && cell.engine !== against.value ? [[cell.data, cell.durability, cell.threads, cell.workload,
      cell.engine, against.value, ratio.value, ratio.low, ratio.high]] : [];
  }))]);

order.filter((engine) => run.cells.some((cell) => cell.engine === engine && cell.opsPerSecond > 0))
  .forEach((engine) => against.append(element("option", engine, { value: engine })));
against.value = ["rocksdb", "lmdb", "mvstore"].find((peer) => [...against.options].some((it) => it.value === peer))
  || (against.options[0] ? against.options[0].value : "");
const nothingToCompare = against.options.length < 2;
document.getElementById("ratio").hidden = nothingToCompare;
document.querySelector('nav a[href="#ratio"]').hidden = nothingToCompare;
against.addEventListener("change", showRatios);
showRatios();
document.getElementById("ratio-csv").addEventListener("click", () => copy(ratioCsv()));
document.querySelectorAll(".panel .csv").forEach((button) => button.addEventListener("click",
  () => copy(panelCsv(button.closest(".panel").dataset))));
document.getElementById("download").href = URL.createObjectURL(
  new Blob([document.getElementById("run-json").textContent], { type: "application/json" }));

Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
const seen = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting)
  .forEach((entry) => drawOnce(entry.target)), { rootMargin: "800px" });
figures.forEach((figure) => {
  const rows = rowsOf(figure.closest(".panel").dataset, figure.dataset.workload)
    .filter((row) => wants(figure.closest(".panel").dataset.kind, row));
  figure.querySelector(".plot").style.height = rows.length * kinds[figure.closest(".panel").dataset.kind].rowPixels
    + 30 + "px";
  figure.addEventListener("focusin", () => drawOnce(figure));
  seen.observe(figure);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);

/* Paper is white: charts are drawn again in the light colours, and everything folded is opened. */
addEventListener("beforeprint", () => {
  document.documentElement.dataset.theme = "print";
  document.querySelectorAll(".panel details").forEach((details) => { details.open = true; });
  figures.forEach(drawOnce);
  redraw();
});
addEventListener("afterprint", () => {
  delete document.documentElement.dataset.theme;
  redraw();
});
