import {streams, shown} from './api.js';

const POLL_MILLIS = 500;
const SHOWN_MAX = 500;
const $ = id => document.getElementById(id);

let watching = 0;

export function isWatching() {
  return watching !== 0;
}

export function stop() {
  watching = 0;
  $('watch').setAttribute('aria-pressed', 'false');
  $('watch').textContent = 'Watch';
}

/** Follows every shard, and the children of shards that end, until told to stop. */
export async function watch(arn, table) {
  const mine = watching = Date.now();
  $('watch').setAttribute('aria-pressed', 'true');
  $('watch').textContent = 'Stop';
  $('records').replaceChildren();
  const kind = $('from-start').checked ? 'TRIM_HORIZON' : 'LATEST';
  const iterators = new Map();
  const seen = new Set();
  const discover = async first => {
    const {StreamDescription: stream} = await streams('DescribeStream', {StreamArn: arn});
    for (const {ShardId} of stream.Shards) {
      if (!seen.has(ShardId)) {
        seen.add(ShardId);
        const {ShardIterator} = await streams('GetShardIterator',
            {StreamArn: arn, ShardId, ShardIteratorType: first ? kind : 'TRIM_HORIZON'});
        iterators.set(ShardId, ShardIterator);
      }
    }
    $('stream-facts').textContent = `${table}: ${iterators.size} open shards, ${stream.StreamViewType}`;
  };
  await discover(true);
  while (watching === mine) {
    let ended = false;
    for (const [shard, iterator] of iterators) {
      const {Records, NextShardIterator} = await streams('GetRecords', {ShardIterator: iterator});
      if (watching !== mine) {
        return;
      }
      Records.forEach(show);
      if (NextShardIterator) {
        iterators.set(shard, NextShardIterator);
      } else {
        iterators.delete(shard);
        ended = true;
      }
    }
    if (ended) {
      await discover(false);
    }
    await new Promise(resolve => setTimeout(resolve, POLL_MILLIS));
  }
}

function show(record) {
  const change = record.dynamodb;
  const line = document.createElement('li');
  line.className = record.eventName;
  line.append(part('b', record.eventName), part('em', text(change.Keys)), ' ');
  const before = change.OldImage || {};
  const after = change.NewImage || {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const old = shown(before[name]);
    const now = shown(after[name]);
    if (name in change.Keys || old === now && record.eventName === 'MODIFY') {
      continue; // of a change, what changed
    }
    line.append(` ${name}: `);
    if (name in before) {
      line.append(part('del', old), ' ');
    }
    if (name in after) {
      line.append(part('ins', now), ' ');
    }
  }
  const list = $('records');
  list.prepend(line);
  while (list.children.length > SHOWN_MAX) {
    list.lastChild.remove();
  }
}

const text = image => Object.entries(image).map(([name, value]) => `${name}: ${shown(value)}`).join(', ');

function part(tag, content) {
  const element = document.createElement(tag);
  element.textContent = content;
  return element;
}
