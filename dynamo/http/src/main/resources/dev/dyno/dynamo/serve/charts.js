const SECONDS = 120;
const HEIGHT = 190;
const $ = id => document.getElementById(id);

/** Points of the last two minutes: times, then a list for each series. */
export class History {
  constructor(series) {
    this.data = Array.from({length: series + 1}, () => []);
  }

  add(...values) {
    const now = Date.now() / 1000;
    [now, ...values].forEach((value, i) => this.data[i].push(value));
    while (this.data[0][0] < now - SECONDS) {
      this.data.forEach(points => points.shift());
    }
  }
}

/** Colours of the page, resolved: a canvas knows no variables. */
function colour(name, alpha = 1) {
  const probe = document.createElement('span');
  probe.style.color = `color-mix(in srgb, var(${name}) ${alpha * 100}%, transparent)`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/**
 * Draws a history into an element; made anew when the theme or the width has changed.
 *
 * @param chart what the last call gave, or null
 * @param series pairs of a label and the name of a colour
 * @param range lowest and highest value, where they are fixed
 */
export function draw(chart, id, history, series, range) {
  const theme = colour('--text') + colour('--panel');
  const width = $(id).clientWidth;
  if (width === 0) {
    return chart;
  }
  if (chart && chart.theme === theme && chart.width === width) {
    chart.setData(history.data);
    return chart;
  }
  chart?.destroy();
  const axis = {stroke: colour('--faint'), grid: {stroke: colour('--line'), width: 1}, ticks: {show: false},
    font: '11px system-ui, sans-serif'};
  const made = new uPlot({
    width, height: HEIGHT, cursor: {y: false},
    scales: {
      x: {range: (u, low, high) => [high - SECONDS, high]},
      y: {range: range ? () => range : (u, low, high) => [0, Math.max(10, high * 1.15)]},
    },
    axes: [{...axis, values: (u, ticks) => ticks.map(tick => new Date(tick * 1000).toLocaleTimeString('en-GB'))}, {...axis, size: 56, values: (u, ticks) => ticks.map(tick => tick.toLocaleString('en'))}],
    series: [{label: 'at', value: '{HH}:{mm}:{ss}'}, ...series.map(([label, name]) => ({label, stroke: colour(name), width: 2,
      fill: colour(name, .12), points: {show: false},
      value: (u, value) => value == null ? '–' : value.toLocaleString('en', {maximumFractionDigits: 1})}))],
  }, history.data, $(id));
  made.theme = theme;
  return made;
}
