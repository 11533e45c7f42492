import {dynamo, typed} from './api.js';
import {paged} from './rows.js';
import * as stream from './stream.js';
import * as status from './status.js';
import * as theme from './theme.js';

const PAGE = 25;
const $ = id => document.getElementById(id);
const tabs = [...document.querySelectorAll('[role=tab]')];

let table = null;       // the description of the chosen table
const itemPages = paged($('item-rows'), $('more-items'), editItem);
const queryPages = paged($('query-rows'), $('more-found'), item => acting(() => openItem(item))());
const statementPages = paged($('partiql-rows'), $('more-rows'), null);

// ---- views

const view = () => tabs.find(tab => tab.getAttribute('aria-selected') === 'true').getAttribute('aria-controls');

function show(name) {
  for (const tab of tabs) {
    const chosen = tab.getAttribute('aria-controls') === name;
    tab.setAttribute('aria-selected', chosen);
    tab.tabIndex = chosen ? 0 : -1;
    $(tab.getAttribute('aria-controls')).hidden = !chosen;
  }
  location.hash = table ? `${name}/${encodeURIComponent(table.TableName)}` : name;
}

const SAID_MILLIS = 6000;
let saying = 0;

/** A problem stays until the next message. */
function say(text, problem = false) {
  clearTimeout(saying);
  $('message').textContent = text;
  $('message').classList.toggle('problem', problem);
  if (!problem) {
    saying = setTimeout(() => $('message').textContent = '', SAID_MILLIS);
  }
}

/** Runs what a person asked for; what goes wrong is told, not thrown. */
function acting(work) {
  return async event => {
    event?.preventDefault?.();
    try {
      await work(event);
    } catch (e) {
      say(e.message, true);
    }
  };
}

// ---- tables

async function loadTables() {
  const names = [];
  let from = undefined;
  do {
    const page = await dynamo('ListTables', from ? {ExclusiveStartTableName: from} : {});
    names.push(...page.TableNames);
    from = page.LastEvaluatedTableName;
  } while (from);
  $('no-tables').hidden = names.length > 0;
  $('tables').replaceChildren(...names.map(name => {
    const entry = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = name;
    button.setAttribute('aria-current', String(table?.TableName === name));
    button.addEventListener('click', acting(() => choose(name)));
    entry.append(button);
    return entry;
  }));
  return names;
}

async function choose(name) {
  stream.stop();
  if (table?.TableName !== name) {
    queryPages.clear();
  }
  table = (await dynamo('DescribeTable', {TableName: name})).Table;
  for (const button of $('tables').querySelectorAll('button')) {
    button.setAttribute('aria-current', String(button.textContent === name));
  }
  $('table-name').textContent = name;
  const parts = [keys().map(key => `${key} (${typeOf(key)})`).join(', '),
    `${(table.ItemCount || 0).toLocaleString('en')} items`];
  if (indexes().length > 0) {
    parts.push(`${indexes().length} ${indexes().length === 1 ? 'index' : 'indexes'}`);
  }
  $('table-facts').textContent = parts.join(' · ');
  $('stream-switch').textContent = hasStream() ? 'Turn stream off' : 'Turn stream on';
  $('statement').value = `SELECT * FROM "${name}"`;
  fillIndexes();
  enableTools();
  show(view());
  await loadItems();
}

const hasStream = () => Boolean(table?.StreamSpecification?.StreamEnabled);
const keys = (schema = table.KeySchema) => schema.map(key => key.AttributeName);
const typeOf = name => table.AttributeDefinitions.find(each => each.AttributeName === name).AttributeType;
const indexes = () => [...(table.LocalSecondaryIndexes || []), ...(table.GlobalSecondaryIndexes || [])];

async function createTable() {
  const pk = $('table-pk').value;
  const sk = $('table-sk').value;
  const request = {
    TableName: $('table-new-name').value,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{AttributeName: pk, KeyType: 'HASH'}],
    AttributeDefinitions: [{AttributeName: pk, AttributeType: $('table-pk-type').value}],
  };
  if (sk) {
    request.KeySchema.push({AttributeName: sk, KeyType: 'RANGE'});
    request.AttributeDefinitions.push({AttributeName: sk, AttributeType: $('table-sk-type').value});
  }
  if ($('table-stream').checked) {
    request.StreamSpecification = {StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES'};
  }
  await dynamo('CreateTable', request);
  await loadTables();
  await choose(request.TableName);
  say(`Created ${request.TableName}`);
}

async function dropTable() {
  if (table && confirm(`Delete table ${table.TableName} and all its items?`)) {
    const name = table.TableName;
    await dynamo('DeleteTable', {TableName: name});
    table = null;
    $('table-name').textContent = 'No table chosen';
    $('table-facts').textContent = '';
    [itemPages, queryPages, statementPages].forEach(pages => pages.clear());
    enableTools();
    await loadTables();
    say(`Deleted ${name}`);
  }
}

async function switchStream() {
  const on = hasStream();
  await dynamo('UpdateTable', {TableName: table.TableName, StreamSpecification: on ? {StreamEnabled: false}
      : {StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES'}});
  await choose(table.TableName);
  say(on ? 'The stream is off' : 'The stream is on');
}

// ---- items

async function loadItems() {
  if (table) {
    const TableName = table.TableName;
    await itemPages.begin(keys(), async from => {
      const page = await dynamo('Scan', {TableName, Limit: PAGE, ...(from && {ExclusiveStartKey: from})});
      return {items: page.Items, next: page.LastEvaluatedKey};
    });
    $('items-empty').hidden = itemPages.count() > 0;
  }
}

/** An index need not have all of an item: what would be put must be the whole one. */
async function openItem(found) {
  const Key = Object.fromEntries(keys().map(key => [key, found[key]]));
  const {Item} = await dynamo('GetItem', {TableName: table.TableName, Key, ConsistentRead: true});
  if (Item) {
    editItem(Item);
  } else {
    say('The item is not there any more', true);
  }
}

function editItem(item) {
  $('item-problem').textContent = '';
  $('item-delete').hidden = !item;
  $('item-json').value = JSON.stringify(item
      || Object.fromEntries(keys().map(key => [key, {[typeOf(key)]: ''}])), null, 2);
  $('item-dialog').showModal();
}

async function finishItem(event) {
  const wish = event.submitter?.value;
  if (wish === 'cancel') {
    return;
  }
  event.preventDefault();
  try {
    const item = JSON.parse($('item-json').value);
    if (wish === 'delete') {
      await dynamo('DeleteItem', {TableName: table.TableName,
        Key: Object.fromEntries(keys().map(key => [key, item[key]]))});
    } else {
      await dynamo('PutItem', {TableName: table.TableName, Item: item});
    }
    $('item-dialog').close();
    await loadItems();
  } catch (e) {
    $('item-problem').textContent = e.message;
  }
}

// ---- queries

/** What is done with a table needs one. */
function enableTools() {
  for (const id of ['new-item', 'stream-switch', 'drop-table', 'watch']) {
    $(id).disabled = !table;
  }
}

function fillIndexes() {
  $('query-index').replaceChildren(new Option(table.TableName + ' (table)', ''),
      ...indexes().map(index => new Option(index.IndexName, index.IndexName)));
  nameKeys();
}

const chosenSchema = () => indexes().find(index => index.IndexName === $('query-index').value)?.KeySchema
    || table.KeySchema;

function nameKeys() {
  const [pk, sk] = keys(chosenSchema());
  $('query-pk-name').textContent = pk;
  $('query-sk-name').textContent = sk || 'no sort key';
  $('query-operator').disabled = !sk;
  if (!sk) {
    $('query-operator').value = '';
  }
  nameValues();
}

/** Shows the fields that the comparison needs. */
function nameValues() {
  const operator = $('query-operator').value;
  $('query-sk').parentElement.hidden = !operator;
  $('query-sk-to').parentElement.hidden = operator !== 'between';
}

async function query() {
  if (!table) {
    throw new Error('Choose a table first');
  }
  const [pk, sk] = keys(chosenSchema());
  const operator = $('query-operator').value;
  const request = {
    TableName: table.TableName,
    KeyConditionExpression: '#p = :p',
    ExpressionAttributeNames: {'#p': pk},
    ExpressionAttributeValues: {':p': typed(typeOf(pk), $('query-pk').value)},
    ScanIndexForward: $('query-order').value === 'up',
    Limit: Number($('query-limit').value),
  };
  if ($('query-index').value) {
    request.IndexName = $('query-index').value;
  }
  if (sk && operator) {
    request.ExpressionAttributeNames['#s'] = sk;
    request.ExpressionAttributeValues[':s'] = typed(typeOf(sk), $('query-sk').value);
    if (operator === 'between') {
      request.ExpressionAttributeValues[':t'] = typed(typeOf(sk), $('query-sk-to').value);
    }
    request.KeyConditionExpression += {
      between: ' AND #s BETWEEN :s AND :t',
      begins_with: ' AND begins_with(#s, :s)',
    }[operator] || ` AND #s ${operator} :s`;
  }
  await queryPages.begin(keys(), async from => {
    const page = await dynamo('Query', {...request, ...(from && {ExclusiveStartKey: from})});
    return {items: page.Items, next: page.LastEvaluatedKey};
  });
  tell(queryPages);
}

const tell = pages => say(`${pages.count()} items${pages.hasMore() ? ', and more' : ''}`);

/** A page of a statement with a condition may be empty, with more behind it. */
async function run() {
  const Statement = $('statement').value;
  const reads = /^\s*select\b/i.test(Statement);
  const limit = reads && !/\bwhere\b/i.test(Statement) ? {Limit: PAGE} : {};
  await statementPages.begin([], async from => {
    let page = {NextToken: from};
    do {
      const {NextToken} = page;
      page = await dynamo('ExecuteStatement', {Statement, ...limit, ...(NextToken && {NextToken})});
    } while (page.NextToken && !page.Items.length);
    return {items: page.Items || [], next: page.NextToken};
  });
  // What writes answers no items too, unless it is asked to return some.
  if (reads || statementPages.count()) {
    tell(statementPages);
  } else {
    say('Done');
  }
  if (!reads) {
    await loadItems();
  }
}

async function toggleWatch() {
  if (stream.isWatching()) {
    stream.stop();
  } else if (!table) {
    say('Choose a table first', true);
  } else if (!hasStream()) {
    say(`${table.TableName} has no stream: turn it on under Items`, true);
  } else {
    try {
      await stream.watch(table.LatestStreamArn, table.TableName);
    } finally {
      stream.stop();
    }
  }
}

// ---- keyboard

const SHORTCUTS = {
  t: () => $('tables').querySelector('button')?.focus(),
  c: () => $('new-table').click(),
  n: () => $('new-item').click(),
  r: () => $('refresh').click(),
  w: () => { show('stream'); $('watch').click(); },
  '?': () => $('keys-dialog').showModal(),
};

document.addEventListener('keydown', event => {
  const typing = event.target.closest('input, textarea, select, dialog');
  if (event.ctrlKey && event.key === 'Enter' && event.target === $('statement')) {
    $('partiql-form').requestSubmit();
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.key >= '1' && event.key <= String(tabs.length)) {
    tabs[event.key - 1].click();
    tabs[event.key - 1].focus();
    event.preventDefault();
  } else if (SHORTCUTS[event.key]) {
    event.preventDefault();
    SHORTCUTS[event.key]();
  }
});

$('tabs').addEventListener('keydown', event => {
  const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
  if (step) {
    const at = tabs.findIndex(tab => tab.getAttribute('aria-selected') === 'true');
    const to = tabs[(at + step + tabs.length) % tabs.length];
    show(to.getAttribute('aria-controls'));
    to.focus();
  }
});

// ---- start

tabs.forEach(tab => tab.addEventListener('click', () => {
  show(tab.getAttribute('aria-controls'));
  say('');
}));
$('keys').addEventListener('click', SHORTCUTS['?']);
$('new-table').addEventListener('click', () => $('table-dialog').showModal());
$('table-form').addEventListener('submit', event => {
  if (event.submitter?.value === 'create') {
    acting(createTable)();
  }
});
$('drop-table').addEventListener('click', acting(dropTable));
$('stream-switch').addEventListener('click', acting(switchStream));
$('refresh').addEventListener('click', acting(async () => {
  await loadTables();
  if (table) {
    await choose(table.TableName);
  }
}));
$('more-items').addEventListener('click', acting(itemPages.more));
for (const [button, pages] of [['more-found', queryPages], ['more-rows', statementPages]]) {
  $(button).addEventListener('click', acting(async () => {
    await pages.more();
    tell(pages);
  }));
}
$('new-item').addEventListener('click', () => table ? editItem(null) : say('Choose a table first', true));
$('item-form').addEventListener('submit', finishItem);
$('query-index').addEventListener('change', nameKeys);
$('query-operator').addEventListener('change', nameValues);
$('query-form').addEventListener('submit', acting(query));
$('partiql-form').addEventListener('submit', acting(run));
$('watch').addEventListener('click', acting(toggleWatch));

theme.start();
enableTools();
const [wanted, name] = location.hash.slice(1).split('/');
show(tabs.some(tab => tab.getAttribute('aria-controls') === wanted) ? wanted : 'items');
acting(async () => {
  const names = await loadTables();
  const first = name ? decodeURIComponent(name) : names[0];
  if (names.includes(first)) {
    await choose(first);
  }
})();
status.start(view);
