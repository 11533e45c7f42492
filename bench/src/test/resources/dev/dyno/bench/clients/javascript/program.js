// A program of the kind that people write with the AWS SDK for JavaScript v3, against the endpoint named first.
// Every step asserts what DynamoDB answers; the last line says how many did.
import assert from 'node:assert/strict';
import {setTimeout} from 'node:timers/promises';
import {
  DynamoDBClient, CreateTableCommand, DeleteTableCommand, DescribeTableCommand, DescribeTimeToLiveCommand,
  ListTablesCommand, UpdateTimeToLiveCommand, UpdateTableCommand, paginateListTables, waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import {
  DynamoDBStreamsClient, DescribeStreamCommand, GetRecordsCommand, GetShardIteratorCommand, ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import {
  BatchGetCommand, BatchWriteCommand, DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand,
  TransactGetCommand, TransactWriteCommand, UpdateCommand, paginateQuery, paginateScan,
} from '@aws-sdk/lib-dynamodb';

const settings = {
  endpoint: process.argv[2], region: 'eu-central-1', maxAttempts: 1,
  credentials: {accessKeyId: 'any-id', secretAccessKey: 'any'},
};
const client = new DynamoDBClient(settings);
const documents = DynamoDBDocumentClient.from(client, {marshallOptions: {removeUndefinedValues: true}});
const streams = new DynamoDBStreamsClient(settings);
const TableName = 'orders';
const wait = {client, maxWaitTime: 60, minDelay: 1, maxDelay: 1};
let passed = 0;

function same(actual, expected, what) {
  assert.deepEqual(actual, expected, what);
  passed++;
}

async function refused(name, promise, what) {
  const error = await promise.then(() => assert.fail(`${what}: nothing was refused`), error => error);
  same(error.name, name, what);
  return error;
}

async function tables() {
  await client.send(new CreateTableCommand({
    TableName, BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{AttributeName: 'customer', KeyType: 'HASH'}, {AttributeName: 'order', KeyType: 'RANGE'}],
    AttributeDefinitions: [{AttributeName: 'customer', AttributeType: 'S'}, {AttributeName: 'order', AttributeType: 'N'},
      {AttributeName: 'state', AttributeType: 'S'}],
    GlobalSecondaryIndexes: [{
      IndexName: 'by-state', Projection: {ProjectionType: 'INCLUDE', NonKeyAttributes: ['price']},
      KeySchema: [{AttributeName: 'state', KeyType: 'HASH'}, {AttributeName: 'order', KeyType: 'RANGE'}],
    }],
  }));
  await waitUntilTableExists(wait, {TableName});
  const {TableNames} = await client.send(new ListTablesCommand({}));
  same(TableNames, [TableName], 'tables');
  await client.send(new UpdateTableCommand({
    TableName, StreamSpecification: {StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES'},
  }));
  await waitUntilTableExists(wait, {TableName});
  let names = 0;
  for await (const page of paginateListTables({client, pageSize: 1}, {})) {
    names += page.TableNames.length;
  }
  same(names, 1, 'tables by page');
}

async function items() {
  const item = {
    customer: 'types', order: 1, text: 'grüße \u{1d11e}', big: 12345678901234567890n, bytes: new Uint8Array([0, 255]),
    yes: true, none: null, list: [1, 'two', [3]], map: {deep: {er: 'est'}}, strings: new Set(['x', 'y']),
    numbers: new Set([1, 2]),
  };
  await documents.send(new PutCommand({TableName, Item: item}));
  const {Item} = await documents.send(new GetCommand({TableName, Key: {customer: 'types', order: 1}}));
  same({...Item, big: BigInt(Item.big)}, item, 'every type');
  for (let from = 0; from < 50; from += 25) {
    const puts = Array.from({length: 25}, (_, i) => ({PutRequest: {Item: {
      customer: 'c', order: from + i, state: i % 2 ? 'open' : 'sent', price: (from + i) * 1.5, note: 'n'.repeat(50)}}}));
    const {UnprocessedItems} = await documents.send(new BatchWriteCommand({RequestItems: {[TableName]: puts}}));
    same(UnprocessedItems, {}, 'unprocessed');
  }
  const {Responses} = await documents.send(new BatchGetCommand({RequestItems: {[TableName]: {
    Keys: [0, 10, 20, 99].map(order => ({customer: 'c', order})), ProjectionExpression: '#o',
    ExpressionAttributeNames: {'#o': 'order'}}}}));
  same(Responses[TableName].map(each => each.order).sort((a, b) => a - b), [0, 10, 20], 'batch get');
  await refused('ConditionalCheckFailedException', documents.send(new PutCommand({
    TableName, Item: {customer: 'c', order: 1}, ConditionExpression: 'attribute_not_exists(customer)'})), 'condition');
}

async function expressions() {
  const Key = {customer: 'update', order: 1};
  const {Attributes} = await documents.send(new UpdateCommand({
    TableName, Key, ReturnValues: 'ALL_NEW',
    UpdateExpression: 'SET #n = if_not_exists(#n, :zero) + :one, l = list_append(:l, :l), m = :m ADD tags :tags',
    ExpressionAttributeNames: {'#n': 'count'},
    ExpressionAttributeValues: {':zero': 0, ':one': 1, ':l': ['a'], ':m': {k: 1}, ':tags': new Set(['x'])},
  }));
  same(Attributes, {...Key, count: 1, l: ['a', 'a'], m: {k: 1}, tags: new Set(['x'])}, 'update');
  const changed = await documents.send(new UpdateCommand({
    TableName, Key, ReturnValues: 'UPDATED_NEW', UpdateExpression: 'SET m.k = m.k + :one REMOVE l[0]',
    ExpressionAttributeValues: {':one': 1},
  }));
  same(changed.Attributes.m, {k: 2}, 'updated');
  const failed = await refused('ConditionalCheckFailedException', documents.send(new UpdateCommand({
    TableName, Key, UpdateExpression: 'SET c = :c', ConditionExpression: 'size(l) > :many',
    ExpressionAttributeValues: {':c': 1, ':many': 5}, ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  })), 'condition of an update');
  same(failed.Item.count, {N: '1'}, 'item of a failed condition');
  const removed = await documents.send(new DeleteCommand({TableName, Key, ReturnValues: 'ALL_OLD'}));
  same(removed.Attributes.l, ['a'], 'old item');
}

async function queries() {
  const page = await documents.send(new QueryCommand({
    TableName, KeyConditionExpression: 'customer = :c AND #o BETWEEN :from AND :to', FilterExpression: 'price > :t',
    ExpressionAttributeNames: {'#o': 'order'}, ScanIndexForward: false,
    ExpressionAttributeValues: {':c': 'c', ':from': 10, ':to': 19, ':t': 24},
  }));
  same(page.Items.map(item => item.order), [19, 18, 17], 'query');
  same([page.Count, page.ScannedCount], [3, 10], 'counts');
  const index = await documents.send(new QueryCommand({
    TableName, IndexName: 'by-state', KeyConditionExpression: '#s = :s', ExpressionAttributeNames: {'#s': 'state'},
    ExpressionAttributeValues: {':s': 'open'}, Limit: 2,
  }));
  same(index.Items.map(item => Object.keys(item).sort()),
      Array(2).fill(['customer', 'order', 'price', 'state']), 'projected');
  let pages = 0;
  let count = 0;
  for await (const each of paginateQuery({client: documents, pageSize: 8}, {
    TableName, KeyConditionExpression: 'customer = :c', ExpressionAttributeValues: {':c': 'c'}})) {
    pages++;
    count += each.Count;
  }
  same([count, pages], [50, 7], 'query by page');
  count = 0;
  for await (const each of paginateScan({client: documents, pageSize: 20}, {TableName})) {
    count += each.Count;
  }
  same(count, 51, 'scan by page');
}

async function transactions() {
  const put = (order, more = {}) => ({Put: {TableName, Item: {customer: 'tx', order}, ...more}});
  const token = {ClientRequestToken: 'js-token'};
  await documents.send(new TransactWriteCommand({TransactItems: [put(1), put(2)], ...token}));
  await documents.send(new TransactWriteCommand({TransactItems: [put(1), put(2)], ...token}));
  await refused('IdempotentParameterMismatchException',
      documents.send(new TransactWriteCommand({TransactItems: [put(9)], ...token})), 'another request with a token');
  const error = await refused('TransactionCanceledException', documents.send(new TransactWriteCommand({
    TransactItems: [put(3), put(2, {ConditionExpression: 'attribute_not_exists(customer)'})]})), 'transaction');
  same(error.CancellationReasons.map(reason => reason.Code), ['None', 'ConditionalCheckFailed'], 'reasons');
  const {Responses} = await documents.send(new TransactGetCommand({
    TransactItems: [1, 3].map(order => ({Get: {TableName, Key: {customer: 'tx', order}}}))}));
  same(Responses.map(each => Boolean(each.Item)), [true, false], 'transactional read');
}

async function records(StreamArn) {
  const {StreamDescription} = await streams.send(new DescribeStreamCommand({StreamArn}));
  const all = [];
  for (const {ShardId} of StreamDescription.Shards) {
    let {ShardIterator} = await streams.send(new GetShardIteratorCommand(
        {StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON'}));
    while (ShardIterator) {
      const page = await streams.send(new GetRecordsCommand({ShardIterator}));
      all.push(...page.Records);
      ShardIterator = page.Records.length ? page.NextShardIterator : undefined;
    }
  }
  return all;
}

async function stream() {
  const {Table} = await client.send(new DescribeTableCommand({TableName}));
  const {Streams} = await streams.send(new ListStreamsCommand({TableName}));
  same(Streams.map(each => each.StreamArn), [Table.LatestStreamArn], 'streams');
  const all = await records(Table.LatestStreamArn);
  const count = name => all.filter(record => record.eventName === name).length;
  same([count('INSERT'), count('MODIFY'), count('REMOVE')], [54, 1, 1], 'records');
  return Table.LatestStreamArn;
}

async function timeToLive(arn) {
  await client.send(new UpdateTimeToLiveCommand({
    TableName, TimeToLiveSpecification: {Enabled: true, AttributeName: 'until'}}));
  const {TimeToLiveDescription} = await client.send(new DescribeTimeToLiveCommand({TableName}));
  same(TimeToLiveDescription, {TimeToLiveStatus: 'ENABLED', AttributeName: 'until'}, 'time to live');
  const Key = {customer: 'old', order: 1};
  await documents.send(new PutCommand({TableName, Item: {...Key, until: Math.floor(Date.now() / 1000) - 60}}));
  while ((await documents.send(new GetCommand({TableName, Key, ConsistentRead: true}))).Item) {
    await setTimeout(100);
  }
  // Its members are in camelCase, as AWS sends them, and clients, which look for PascalCase, drop them:
  // https://github.com/aws/aws-sdk-js-v3/issues/4878
  const expired = (await records(arn)).filter(record => record.userIdentity);
  same(expired.map(record => record.eventName), ['REMOVE'], "nobody's request");
}

async function errors() {
  await refused('ResourceNotFoundException', client.send(new DescribeTableCommand({TableName: 'nothing'})), 'no table');
  await refused('ValidationException', documents.send(new GetCommand({TableName, Key: {customer: 'c'}})), 'half a key');
  await refused('ResourceInUseException', client.send(new CreateTableCommand({
    TableName, BillingMode: 'PAY_PER_REQUEST', KeySchema: [{AttributeName: 'a', KeyType: 'HASH'}],
    AttributeDefinitions: [{AttributeName: 'a', AttributeType: 'S'}]})), 'a table twice');
  await client.send(new DeleteTableCommand({TableName}));
  await waitUntilTableNotExists(wait, {TableName});
}

await tables();
await items();
await expressions();
await queries();
await transactions();
await timeToLive(await stream());
await errors();
console.log(`AWS SDK for JavaScript: ${passed} assertions passed`);
