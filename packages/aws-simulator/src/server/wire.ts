import { randomUUID } from 'crypto';
import { AwsError } from '../protocol/AwsError';
import { decodeInput } from '../protocol/decode';
import { encodeJson } from '../protocol/encode';
import { decodeQuery } from '../protocol/queryInput';
import { OperationShape } from '../protocol/shapes';
import { encodeXml, escapeXml } from '../protocol/xml';
import { Service } from '../services/types';

/** An answer on its way. */
export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Whether the connection drops in the middle of the body. */
  truncated?: boolean;
}

/** What a body says: the operation asked for, and how to read its input. */
export interface WireRequest {
  operation: string;
  /** @throws AwsError when the input does not fit the service model. */
  read(shape: OperationShape): object;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body || '{}');
  } catch {
    throw new AwsError('SerializationException', 'The body is not valid JSON');
  }
}

function readJson(service: Service, shape: OperationShape, body: string) {
  const missing: string[] = [];
  const input = decodeInput(shape.input, parseJson(body), '', missing);
  if (missing.length) {
    const what = missing.map(
      path =>
        `Value null at '${path}' failed to satisfy constraint: Member must not be null`,
    );
    throw new AwsError(
      service.errors.invalidParameter,
      `${missing.length} validation error${
        missing.length > 1 ? 's' : ''
      } detected: ${what.join('; ')}`,
    );
  }
  return input as object;
}

/** Reads what the client asks for, in the service's protocol. */
export function readRequest(
  service: Service,
  target: string,
  body: string,
): WireRequest {
  if (service.protocol === 'awsJson1_1' || service.protocol === 'awsJson1_0') {
    const [prefix, operation = ''] = target.split('.');
    return {
      operation: prefix === service.target ? operation : target,
      read: shape => readJson(service, shape, body),
    };
  }
  const { protocol } = service;
  const form = new URLSearchParams(body);
  const operation = form.get('Action') ?? '';
  const version = form.get('Version');
  form.delete('Action');
  form.delete('Version');
  return {
    operation:
      version === service.target ? operation : `${operation}/${version}`,
    read: shape => decodeQuery(shape.input, form, protocol),
  };
}

function jsonHeaders(service: Service, requestId: string) {
  const version = service.protocol === 'awsJson1_0' ? '1.0' : '1.1';
  return {
    'content-type': `application/x-amz-json-${version}`,
    'x-amzn-requestid': requestId,
  };
}

function xmlResponse(status: number, requestId: string, body: string) {
  return {
    status,
    headers: {
      'content-type': 'text/xml;charset=UTF-8',
      'x-amzn-requestid': requestId,
    },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  };
}

/**
 * Writes an operation's output in the service's protocol.
 *
 * @throws ContractViolationError when it is not what the service model says.
 */
export function writeOutput(
  service: Service,
  { name, output }: OperationShape,
  value: object,
): WireResponse {
  const id = randomUUID();
  switch (service.protocol) {
    case 'awsJson1_0':
    case 'awsJson1_1':
      return {
        status: 200,
        headers: jsonHeaders(service, id),
        body: JSON.stringify(encodeJson(output, value, name)),
      };
    case 'ec2Query':
      return xmlResponse(
        200,
        id,
        `<${name}Response xmlns="${
          service.namespace
        }"><requestId>${id}</requestId>${encodeXml(
          output,
          value,
          name,
        )}</${name}Response>`,
      );
    default:
      return xmlResponse(
        200,
        id,
        `<${name}Response xmlns="${
          service.namespace
        }"><${name}Result>${encodeXml(
          output,
          value,
          name,
        )}</${name}Result><ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></${name}Response>`,
      );
  }
}

/** Writes an error in the service's protocol. */
export function writeError(service: Service, error: AwsError): WireResponse {
  const id = randomUUID();
  const { code, message, statusCode } = error;
  const detail = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(
    message,
  )}</Message>`;
  switch (service.protocol) {
    case 'awsJson1_0':
    case 'awsJson1_1':
      return {
        status: statusCode,
        headers: {
          ...jsonHeaders(service, id),
          ...(service.queryCodes && {
            'x-amzn-query-error': `${service.queryCodes[code] ?? code};${
              statusCode < 500 ? 'Sender' : 'Receiver'
            }`,
          }),
        },
        // Services disagree on the spelling; clients read either.
        body: JSON.stringify({
          __type: `${service.namespace}#${code}`,
          message,
          Message: message,
          ...error.details,
        }),
      };
    case 'ec2Query':
      return xmlResponse(
        statusCode,
        id,
        `<Response><Errors><Error>${detail}</Error></Errors><RequestID>${id}</RequestID></Response>`,
      );
    default:
      return xmlResponse(
        statusCode,
        id,
        `<ErrorResponse xmlns="${service.namespace}"><Error><Type>${
          statusCode < 500 ? 'Sender' : 'Receiver'
        }</Type>${detail}</Error><RequestId>${id}</RequestId></ErrorResponse>`,
      );
  }
}
