// The DynamoDB API as any client speaks it. Without access keys an endpoint takes every signature; with them it serves
// no console.
const AUTHORIZATION = 'AWS4-HMAC-SHA256 Credential=console/20260101/local/dynamodb/aws4_request,'
    + ' SignedHeaders=host;x-amz-date, Signature=0';

export class ApiError extends Error {
  constructor(type, message) {
    super(message ? `${type}: ${message}` : type);
    this.type = type;
  }
}

async function post(target, body) {
  const response = await fetch('/', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': target,
      'X-Amz-Date': '20260101T000000Z',
      'Authorization': AUTHORIZATION,
    },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) {
    throw new ApiError((answer.__type || '').replace(/^.*#/, ''), answer.message || answer.Message);
  }
  return answer;
}

export const dynamo = (operation, body = {}) => post('DynamoDB_20120810.' + operation, body);
export const streams = (operation, body = {}) => post('DynamoDBStreams_20120810.' + operation, body);

export async function status(path) {
  const response = await fetch(path);
  if (!response.ok) {
    throw new ApiError('status', String(response.status));
  }
  return response.json();
}

/** An attribute as people read it. */
export function shown(attribute) {
  if (attribute === undefined) {
    return '';
  }
  return 'S' in attribute ? attribute.S : nested(attribute);
}

/** Inside a document texts have quotation marks, so that they differ from numbers. */
function nested(attribute) {
  const [type, value] = Object.entries(attribute)[0];
  switch (type) {
    case 'S': return JSON.stringify(value);
    case 'NULL': return 'null';
    case 'M': return '{' + Object.entries(value).map(([name, part]) => `${name}: ${nested(part)}`).join(', ') + '}';
    case 'L': return '[' + value.map(nested).join(', ') + ']';
    case 'SS': case 'NS': case 'BS': return '{' + value.join(', ') + '}';
    default: return String(value);
  }
}

/** What was typed into a field, as the type of a key. */
export const typed = (type, text) => ({[type]: text});
