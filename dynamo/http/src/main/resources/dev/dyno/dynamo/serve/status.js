import {status} from './api.js';
import {facts} from './rows.js';

const PERIOD_MILLIS = 1000;
const POINTS = 120;
const SHAPE_EVERY = 5;
const $ = id => document.getElementById(id);
const READS = ['GETS', 'CURSOR_STEPS'];
const WRITES = ['PUTS', 'DELETES'];

const rates = [[], [], []];
const hits = [[], []];
let previous = null;
let rateChart = null;
let hitChart = null;
let round = 0;

/** Asks every second; draws what is visible. */
export function start(view) {
  const tick = async () => {
    if (!document.hidden) {
      try {
        await update(view());
      } catch (e) {
        // The endpoint is gone or busy: the next second will tell.
      }
    }
    setTimeout(tick, PERIOD_MILLIS);
  };
  tick();
}

const sum = (counters, names) => names.reduce((total, name) => total + (counters[name] || 0), 0);

function push(series, values) {
  series.forEach((points, i) => {
    points.push(values[i]);
    if (points.length > POINTS) {
      points.shift();
    }
  });
}

async function update(view) {
  const now = await status('/console/status');
  const seconds = now.nanos / 1e9;
  $('where').textContent = now.title;
  if (previous) {
    const passed = seconds - previous.seconds;
    push(rates, [Date.now() / 1000, Math.max(0, sum(now.counters, READS) - previous.reads) / passed,
      Math.max(0, sum(now.counters, WRITES) - previous.writes) / passed]);
    if (now.cache) {
      const hit = now.cache.ItemCacheHits + now.cache.QueryCacheHits + now.cache.ScanCacheHits;
      const all = hit + now.cache.ItemCacheMisses + now.cache.QueryCacheMisses + now.cache.ScanCacheMisses;
      push(hits, [Date.now() / 1000, all > previous.all ? 100 * (hit - previous.hit) / (all - previous.all) : null]);
    }
  }
  previous = {seconds, reads: sum(now.counters, READS), writes: sum(now.counters, WRITES), hit: 0, all: 0};
  if (now.cache) {
    previous.hit = now.cache.ItemCacheHits + now.cache.QueryCacheHits + now.cache.ScanCacheHits;
    previous.all = previous.hit + now.cache.ItemCacheMisses + now.cache.QueryCacheMisses + now.cache.ScanCacheMisses;
  }
  if (view === 'engine') {
    await showEngine(now);
  } else if (view === 'cache') {
    showCache(now);
  }
}

async function showEngine(now) {
  $('engine-name').textContent = now.engine;
  facts($('counters'), Object.entries(now.counters).map(([name, value]) => [name, value, now.meanings[name]]));
  rateChart = draw(rateChart, 'rate-chart', rates, [['reads/s', '--accent'], ['writes/s', '--modify']]);
  if (round++ % SHAPE_EVERY === 0) {
    $('shape').replaceChildren(node(await status('/console/shape')));
  }
}

function node(shape) {
  const item = document.createElement('li');
  item.setAttribute('role', 'treeitem');
  item.textContent = [shape.kind, shape.name,
    ...Object.entries(shape.facts).map(([name, value]) => `${name} ${value}`)].join('  ');
  if (shape.children.length > 0) {
    const list = document.createElement('ul');
    list.setAttribute('role', 'group');
    list.append(...shape.children.map(node));
    item.append(list);
  }
  return item;
}

function showCache(now) {
  $('no-cache').hidden = Boolean(now.cache);
  $('hit-chart').hidden = !now.cache;
  facts($('cache-counters'), Object.entries(now.cache || {}));
  if (now.cache) {
    hitChart = draw(hitChart, 'hit-chart', hits, [['hits %', '--insert']], [0, 100]);
  }
}

function draw(chart, id, data, series, range) {
  const style = getComputedStyle(document.documentElement);
  const theme = document.documentElement.dataset.theme + style.colorScheme;
  const width = $(id).clientWidth || 600;
  if (chart && chart.theme === theme && chart.width === width) {
    chart.setData(data);
    return chart;
  }
  if (chart) {
    chart.destroy();
  }
  // Colours of the page, resolved: a canvas knows no variables.
  const colour = name => {
    const probe = document.createElement('span');
    probe.style.color = `var(${name})`;
    document.body.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  };
  const axis = {stroke: colour('--text'), grid: {stroke: colour('--line')}, ticks: {stroke: colour('--line')}};
  const made = new uPlot({
    width, height: 220,
    scales: {y: {range: range || ((u, low, high) => [0, Math.max(10, high * 1.1)])}},
    axes: [axis, axis],
    series: [{}, ...series.map(([label, name]) => ({label, stroke: colour(name), width: 2}))],
  }, data, $(id));
  made.theme = theme;
  return made;
}
