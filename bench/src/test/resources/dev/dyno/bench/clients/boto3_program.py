"""A program of the kind that people write with boto3, against the endpoint at argv[1].

Every step asserts what DynamoDB answers; the last line says how many did.
"""
import decimal
import sys
import time

import boto3
from boto3.dynamodb.conditions import Attr, Key
from boto3.dynamodb.types import Binary
from botocore.config import Config
from botocore.exceptions import ClientError

SETTINGS = dict(
    endpoint_url=sys.argv[1], region_name="eu-central-1", aws_access_key_id="any-id", aws_secret_access_key="any",
    config=Config(retries={"max_attempts": 1}, connect_timeout=20, read_timeout=60))
client = boto3.client("dynamodb", **SETTINGS)
resource = boto3.resource("dynamodb", **SETTINGS)
streams = boto3.client("dynamodbstreams", **SETTINGS)
passed = 0


def same(expected, actual, what):
    global passed
    if expected != actual:
        raise AssertionError(f"{what}: expected {expected!r}, was {actual!r}")
    passed += 1


def refused(code, call, what):
    try:
        call()
    except ClientError as error:
        same(code, error.response["Error"]["Code"], what)
        return error.response
    raise AssertionError(f"{what}: nothing was refused")


def tables():
    table = resource.create_table(
        TableName="music", BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "artist", "KeyType": "HASH"}, {"AttributeName": "song", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": kind}
                              for name, kind in (("artist", "S"), ("song", "S"), ("genre", "S"), ("plays", "N"))],
        LocalSecondaryIndexes=[{
            "IndexName": "by-plays", "Projection": {"ProjectionType": "KEYS_ONLY"},
            "KeySchema": [{"AttributeName": "artist", "KeyType": "HASH"},
                          {"AttributeName": "plays", "KeyType": "RANGE"}]}],
        GlobalSecondaryIndexes=[{
            "IndexName": "by-genre", "Projection": {"ProjectionType": "ALL"},
            "KeySchema": [{"AttributeName": "genre", "KeyType": "HASH"},
                          {"AttributeName": "plays", "KeyType": "RANGE"}]}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
    table.wait_until_exists()
    same("ACTIVE", table.table_status, "table")
    same(["music"], client.list_tables()["TableNames"], "list")
    refused("ResourceInUseException", lambda: client.create_table(
        TableName="music", BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "a", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "a", "AttributeType": "S"}]), "a table twice")
    return table


def items(table):
    every_type = {
        "artist": "Ada", "song": "types", "n": decimal.Decimal("-12345678901234567890123456789012345.678"),
        "s": "grüße \U0001d11e", "b": b"\x00\xff", "yes": True, "none": None, "l": [1, "two", [3]],
        "m": {"deep": {"er": "est"}}, "ss": {"x", "y"}, "ns": {1, 2}, "bs": {b"p", b"q"}}
    table.put_item(Item=every_type)
    found = table.get_item(Key={"artist": "Ada", "song": "types"}, ConsistentRead=True)["Item"]
    for name, value in every_type.items():
        is_binary = isinstance(value, bytes)
        same(Binary(value) if is_binary else value, found[name], "attribute " + name)
    with table.batch_writer() as batch:
        for i in range(60):
            batch.put_item(Item={"artist": "Bach", "song": f"BWV {i:03}", "genre": "baroque" if i % 2 else "organ",
                                 "plays": i, "text": "x" * 100})
    same(60, table.query(KeyConditionExpression=Key("artist").eq("Bach"), Select="COUNT")["Count"], "batch")
    refused("ConditionalCheckFailedException", lambda: table.put_item(
        Item={"artist": "Ada", "song": "types"}, ConditionExpression=Attr("artist").not_exists()), "condition")


def expressions(table):
    key = {"artist": "Ada", "song": "update"}
    changed = table.update_item(
        Key=key, ReturnValues="ALL_NEW",
        UpdateExpression="SET #c = if_not_exists(#c, :zero) + :one, l = list_append(:list, :list), m = :map ADD tags :tags",
        ExpressionAttributeNames={"#c": "count"},
        ExpressionAttributeValues={":zero": 0, ":one": 1, ":list": ["a"], ":map": {"k": 1}, ":tags": {"x"}})
    same({**key, "count": 1, "l": ["a", "a"], "m": {"k": 1}, "tags": {"x"}}, changed["Attributes"], "update")
    changed = table.update_item(
        Key=key, UpdateExpression="REMOVE l[0] SET m.k = m.k + :one DELETE tags :tags",
        ExpressionAttributeValues={":one": 1, ":tags": {"x"}}, ReturnValues="ALL_NEW")
    same({**key, "count": 1, "l": ["a"], "m": {"k": 2}}, changed["Attributes"], "second update")
    refused("ConditionalCheckFailedException", lambda: table.update_item(
        Key=key, UpdateExpression="SET c = :c",
        ConditionExpression=Attr("m.k").gt(2) & Attr("l").attribute_type("L"), ExpressionAttributeValues={":c": 1}),
        "condition of an update")
    refused("ValidationException", lambda: table.update_item(Key=key, UpdateExpression="SET size = :x"), "reserved")
    same({"m": {"k": 2}}, table.get_item(Key=key, ProjectionExpression="m.k")["Item"], "projection")
    removed = table.delete_item(Key=key, ReturnValues="ALL_OLD")["Attributes"]
    same(1, removed["count"], "old item")


def queries(table):
    page = table.query(KeyConditionExpression=Key("artist").eq("Bach") & Key("song").between("BWV 010", "BWV 019"),
                       FilterExpression=Attr("plays").gt(14), ScanIndexForward=False)
    same(["BWV 019", "BWV 018", "BWV 017", "BWV 016", "BWV 015"], [item["song"] for item in page["Items"]], "query")
    same(10, page["ScannedCount"], "scanned")
    page = table.query(IndexName="by-genre", KeyConditionExpression=Key("genre").eq("organ") & Key("plays").lt(7))
    same([0, 2, 4, 6], [item["plays"] for item in page["Items"]], "global index")
    page = table.query(IndexName="by-plays", KeyConditionExpression=Key("artist").eq("Bach"), Limit=3,
                       ScanIndexForward=False, ConsistentRead=True)
    same([59, 58, 57], [item["plays"] for item in page["Items"]], "local index")
    pages = list(client.get_paginator("query").paginate(
        TableName="music", KeyConditionExpression="artist = :a", ExpressionAttributeValues={":a": {"S": "Bach"}},
        PaginationConfig={"PageSize": 7}))
    same(60, sum(page["Count"] for page in pages), "items of pages")
    same(9, len([page for page in pages if page["Count"]]), "pages")
    segments = [client.get_paginator("scan").paginate(TableName="music", Segment=i, TotalSegments=3)
                for i in range(3)]
    same(61, sum(page["Count"] for segment in segments for page in segment), "parallel scan")
    found = resource.batch_get_item(RequestItems={"music": {
        "Keys": [{"artist": "Bach", "song": f"BWV {i:03}"} for i in range(0, 80, 2)], "ProjectionExpression": "plays"}})
    same(30, len(found["Responses"]["music"]), "batch get")


def transactions():
    def put(song, **more):
        return {"Put": {"TableName": "music", "Item": {"artist": {"S": "Tx"}, "song": {"S": song}}, **more}}

    client.transact_write_items(TransactItems=[put("one"), put("two")], ClientRequestToken="token-1")
    client.transact_write_items(TransactItems=[put("one"), put("two")], ClientRequestToken="token-1")
    refused("IdempotentParameterMismatchException", lambda: client.transact_write_items(
        TransactItems=[put("other")], ClientRequestToken="token-1"), "another request with a token")
    cancelled = refused("TransactionCanceledException", lambda: client.transact_write_items(TransactItems=[
        put("three"), put("two", ConditionExpression="attribute_not_exists(song)")]), "transaction")
    same(["None", "ConditionalCheckFailed"], [reason["Code"] for reason in cancelled["CancellationReasons"]],
         "reasons")
    got = client.transact_get_items(TransactItems=[
        {"Get": {"TableName": "music", "Key": {"artist": {"S": "Tx"}, "song": {"S": song}}}}
        for song in ("one", "three")])
    same([True, False], ["Item" in each for each in got["Responses"]], "transactional read")


def stream_records(arn):
    records = []
    for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"],
                                              ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        while iterator:
            page = streams.get_records(ShardIterator=iterator)
            records += page["Records"]
            iterator = page.get("NextShardIterator") if page["Records"] else None
    return records


def stream(table):
    same(table.latest_stream_arn, streams.list_streams(TableName="music")["Streams"][0]["StreamArn"], "streams")
    records = stream_records(table.latest_stream_arn)
    names = [record["eventName"] for record in records]
    same((64, 1, 1), (names.count("INSERT"), names.count("MODIFY"), names.count("REMOVE")), "records")
    change = next(record for record in records if record["eventName"] == "MODIFY")["dynamodb"]
    same(({"N": "1"}, {"N": "2"}), (change["OldImage"]["m"]["M"]["k"], change["NewImage"]["m"]["M"]["k"]), "images")
    refused("ResourceNotFoundException", lambda: streams.get_shard_iterator(
        StreamArn=table.latest_stream_arn, ShardId="x" * 30, ShardIteratorType="LATEST"), "shard that is none")


def time_to_live(table):
    client.update_time_to_live(TableName="music", TimeToLiveSpecification={"Enabled": True, "AttributeName": "until"})
    same({"TimeToLiveStatus": "ENABLED", "AttributeName": "until"},
         client.describe_time_to_live(TableName="music")["TimeToLiveDescription"], "time to live")
    now = int(time.time())
    table.put_item(Item={"artist": "old", "song": "x", "until": now - 60})
    table.put_item(Item={"artist": "new", "song": "x", "until": now + 3600})
    while "Item" in table.get_item(Key={"artist": "old", "song": "x"}, ConsistentRead=True):
        time.sleep(0.1)
    same(True, "Item" in table.get_item(Key={"artist": "new", "song": "x"}), "not yet expired")
    expired = [record for record in stream_records(table.latest_stream_arn) if record["eventName"] == "REMOVE"
               and record["dynamodb"]["Keys"]["artist"] == {"S": "old"}]
    # Its members are in camelCase, as AWS sends them, and clients, which look for PascalCase, drop them:
    # https://github.com/aws/aws-sdk-js-v3/issues/4878
    same([True], ["userIdentity" in record for record in expired], "nobody's request")


def errors(table):
    refused("ResourceNotFoundException", lambda: client.describe_table(TableName="nothing"), "no table")
    refused("ValidationException", lambda: table.get_item(Key={"artist": "Ada"}), "half a key")
    refused("ValidationException", lambda: table.put_item(Item={"artist": "a", "song": "x" * 2000}), "long key")
    refused("ValidationException", lambda: table.put_item(
        Item={"artist": "a", "song": "x", "text": "x" * 409_600}), "large item")
    refused("ValidationException", lambda: table.query(
        KeyConditionExpression=Key("song").eq("x")), "no partition")
    table.delete()
    table.wait_until_not_exists()
    same([], client.list_tables()["TableNames"], "no tables")


music = tables()
items(music)
expressions(music)
queries(music)
transactions()
stream(music)
time_to_live(music)
errors(music)
print(f"boto3 {boto3.__version__}: {passed} assertions passed")
