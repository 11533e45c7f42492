import {shown} from './api.js';

/** Fills a table with items: keys first, then the other attributes by name. */
export function fill(table, items, keys, open) {
  const names = new Set(keys);
  items.forEach(item => Object.keys(item).sort().forEach(name => names.add(name)));
  const columns = [...names].slice(0, 24);
  table.replaceChildren();
  const head = table.createTHead().insertRow();
  for (const name of columns) {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.textContent = name;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const item of items) {
    const row = body.insertRow();
    for (const name of columns) {
      const cell = row.insertCell();
      const text = shown(item[name]);
      cell.textContent = text.length > 120 ? text.slice(0, 120) + '…' : text;
      if (item[name] && 'N' in item[name]) {
        cell.className = 'number';
      }
    }
    if (open) {
      row.tabIndex = 0;
      row.addEventListener('click', () => open(item));
      row.addEventListener('keydown', event => event.key === 'Enter' && open(item));
    }
  }
}

/** Fills a table with names and numbers. */
export function facts(table, entries) {
  table.replaceChildren();
  const body = table.createTBody();
  for (const [name, value, meaning] of entries) {
    const row = body.insertRow();
    const head = document.createElement('th');
    head.scope = 'row';
    head.textContent = name;
    head.title = meaning || '';
    const cell = row.insertCell();
    cell.className = 'number';
    cell.textContent = typeof value === 'number' ? value.toLocaleString('en') : String(value);
    row.prepend(head);
  }
}
