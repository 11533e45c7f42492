import {counted, words} from './rows.js';

/** Shows a structure as a tree that can be folded, and stays as it was folded. */
export function showShape(container, shape) {
  const folded = new Set([...container.querySelectorAll('details:not([open])')].map(node => node.dataset.path));
  container.replaceChildren(node(shape, '', folded));
}

function node(shape, above, folded) {
  const path = `${above}/${shape.kind} ${shape.name}`;
  const details = document.createElement('details');
  details.dataset.path = path;
  details.open = !folded.has(path);
  const summary = document.createElement('summary');
  summary.append(part('i', shape.kind), part('b', shape.name));
  for (const [name, value] of Object.entries(shape.facts)) {
    if (value === 0 && shape.facts.items === undefined) {
      continue; // what is nothing is not worth a line
    }
    const fact = part('span', `${words(name)} ${counted(name, value)}`);
    if (name === 'fillPercent') {
      const meter = document.createElement('meter');
      Object.assign(meter, {max: 100, value, ariaLabel: 'fill'});
      fact.append(meter);
    }
    summary.append(fact);
  }
  details.append(summary, ...shape.children.map(child => node(child, path, folded)));
  details.classList.toggle('leaf', shape.children.length === 0);
  return details;
}

function part(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
