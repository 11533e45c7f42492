import {status} from './api.js';
import {History, draw} from './charts.js';
import {counted, facts, tiles} from './rows.js';
import {showShape} from './shape.js';

const PERIOD_MILLIS = 1000;
const SHAPE_MILLIS = 5000;
const READS = ['GETS', 'CURSOR_STEPS'];
const WRITES = ['PUTS', 'DELETES'];
const TILES = [['items', 'LIVE_ITEMS'], ['live data', 'LIVE_BYTES'], ['in files', 'FILE_BYTES'], ['off-heap', 'MEMORY_BYTES']];
const $ = id => document.getElementById(id);

const rates = new History(2);
const hits = new History(1);
let previous = null;
let latest = {reads: 0, writes: 0, hit: null};
let rateChart = null;
let hitChart = null;
let shapeAt = 0;

/** Asks every second; draws what is visible. @param view gives the name of the view that is */
export function start(view) {
  const tick = async () => {
    if (!document.hidden) {
      try {
        await update(view());
        document.body.classList.remove('gone');
      } catch (e) {
        // The endpoint is gone or busy: the next second will tell.
        document.body.classList.add('gone');
      }
    }
    setTimeout(tick, PERIOD_MILLIS);
  };
  tick();
}

const sum = (counters, names) => names.reduce((total, name) => total + (counters[name] || 0), 0);

function sample(now) {
  const cache = now.cache || {};
  const hit = sum(cache, ['ItemCacheHits', 'QueryCacheHits', 'ScanCacheHits']);
  return {seconds: now.nanos / 1e9, reads: sum(now.counters, READS), writes: sum(now.counters, WRITES), hit,
    asked: hit + sum(cache, ['ItemCacheMisses', 'QueryCacheMisses', 'ScanCacheMisses'])};
}

async function update(view) {
  const now = await status('/console/status');
  const at = sample(now);
  if (!previous) {
    $('where').replaceChildren(...now.title.split(', ').map(text => Object.assign(document.createElement('li'),
        {textContent: text})));
  } else {
    const passed = at.seconds - previous.seconds;
    latest = {
      reads: Math.max(0, at.reads - previous.reads) / passed,
      writes: Math.max(0, at.writes - previous.writes) / passed,
      hit: at.asked > previous.asked ? 100 * (at.hit - previous.hit) / (at.asked - previous.asked) : null,
    };
    rates.add(latest.reads, latest.writes);
    hits.add(latest.hit);
  }
  previous = at;
  if (view === 'engine') {
    await showEngine(now);
  } else if (view === 'cache') {
    showCache(now, at);
  }
}

async function showEngine(now) {
  $('engine-name').textContent = now.engine;
  tiles($('engine-tiles'), [['reads a second', counted('', Math.round(latest.reads))],
    ['writes a second', counted('', Math.round(latest.writes))],
    ...TILES.filter(([, name]) => name in now.counters).map(([label, name]) => [label, counted(name, now.counters[name])])]);
  facts($('counters'), Object.entries(now.counters).map(([name, value]) => [name, value, now.meanings[name]]));
  rateChart = draw(rateChart, 'rate-chart', rates, [['reads', '--accent'], ['writes', '--modify']]);
  if (Date.now() - shapeAt > SHAPE_MILLIS) {
    shapeAt = Date.now();
    showShape($('shape'), await status('/console/shape'));
  }
}

function showCache(now, at) {
  $('no-cache').hidden = Boolean(now.cache);
  $('has-cache').hidden = !now.cache;
  if (now.cache) {
    const share = at.asked ? (100 * at.hit / at.asked).toFixed(1) + ' %' : '–';
    tiles($('cache-tiles'), [['hits now', latest.hit === null ? '–' : latest.hit.toFixed(1) + ' %'],
      ['hits since start', share], ['reads', counted('', at.asked)], ['evicted', counted('bytes', now.cache.EvictedSize || 0)]]);
    facts($('cache-counters'), Object.entries(now.cache));
    hitChart = draw(hitChart, 'hit-chart', hits, [['hits %', '--insert']], [0, 100]);
  }
}
