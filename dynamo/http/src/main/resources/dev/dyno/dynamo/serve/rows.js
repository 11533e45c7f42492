import {shown} from './api.js';

const COLUMNS_MAX = 24;
const TEXT_MAX = 120;
const STYLES = {N: 'number', BOOL: 'word', NULL: 'word', S: '', B: 'document'};

/** Fills a table with items: keys first, then the other attributes by name. */
function fill(table, items, keys, open) {
  const names = new Set(keys);
  items.forEach(item => Object.keys(item).sort().forEach(name => names.add(name)));
  const columns = [...names].slice(0, COLUMNS_MAX);
  table.replaceChildren();
  if (items.length === 0) {
    return;
  }
  const head = table.createTHead().insertRow();
  for (const name of columns) {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.textContent = name;
    cell.className = items.every(item => !item[name] || 'N' in item[name]) ? 'number' : '';
    cell.classList.toggle('key', keys.includes(name));
    head.append(cell);
  }
  const body = table.createTBody();
  for (const item of items) {
    const row = body.insertRow();
    for (const name of columns) {
      const cell = row.insertCell();
      const text = shown(item[name]);
      cell.textContent = text.length > TEXT_MAX ? text.slice(0, TEXT_MAX) + '…' : text;
      cell.className = item[name] ? STYLES[Object.keys(item[name])[0]] ?? 'document' : '';
    }
    if (open) {
      row.tabIndex = 0;
      row.addEventListener('click', () => open(item));
      row.addEventListener('keydown', event => event.key === 'Enter' && open(item));
    }
  }
}

/**
 * A table of items with a button for its next page. What is asked for is told where a page starts and answers
 * {items, next}; if that fails, all stays as it is.
 */
export function paged(table, button, open) {
  let keys = [];
  let items = [];
  let ask = null;
  let next = undefined;
  const show = (shown, from) => {
    items = shown;
    next = from;
    button.hidden = !next;
    fill(table, items, keys, open);
  };
  return {
    async begin(names, asked) {
      const page = await asked(undefined);
      keys = names;
      ask = asked;
      show(page.items, page.next);
    },
    async more() {
      const page = await ask(next);
      show([...items, ...page.items], page.next);
    },
    clear: () => show([], undefined),
    count: () => items.length,
    hasMore: () => Boolean(next),
  };
}

const BYTES = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A number as people read it; bytes by what the name says. */
export function counted(name, value) {
  if (typeof value !== 'number') {
    return String(value);
  }
  if (/bytes|size/i.test(name) && !/^page/.test(name)) {
    const power = value < 1024 ? 0 : Math.min(BYTES.length - 1, Math.floor(Math.log2(value) / 10));
    return (value / 1024 ** power).toLocaleString('en', {maximumFractionDigits: power ? 1 : 0}) + ' ' + BYTES[power];
  }
  return value.toLocaleString('en', {maximumFractionDigits: 1});
}

/** LIVE_ITEMS and fillPercent as words. */
export const words = name => name.replace(/_/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

/** Fills a table with names and numbers. */
export function facts(table, entries) {
  table.replaceChildren();
  const body = table.createTBody();
  for (const [name, value, meaning] of entries) {
    const row = body.insertRow();
    const head = document.createElement('th');
    head.scope = 'row';
    head.textContent = meaning || words(name);
    head.title = name;
    const cell = row.insertCell();
    cell.className = 'number';
    cell.textContent = counted(name, value);
    row.prepend(head);
  }
}

/** Fills a list with the figures that matter most. */
export function tiles(list, entries) {
  list.replaceChildren(...entries.map(([name, text]) => {
    const tile = document.createElement('div');
    const term = document.createElement('dt');
    const figure = document.createElement('dd');
    term.textContent = name;
    figure.textContent = text;
    tile.append(term, figure);
    return tile;
  }));
}
