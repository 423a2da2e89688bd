import { z } from 'zod';
import { Operation } from './operations';

type Json = Record<string, unknown>;

function jsonSchema(schema: z.ZodType): Json {
  // What the value is once read: query parameters may be given once or many
  // times, which only their input form shows.
  return z.toJSONSchema(schema, { target: 'openapi-3.0', io: 'output' });
}

function parameters(operation: Operation): Json[] {
  const fromPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(
    ([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    }),
  );
  const fromQuery = Object.entries(operation.query?.shape ?? {}).map(
    ([name, schema]) => ({
      name,
      in: 'query',
      required: false,
      explode: true,
      schema: jsonSchema(schema as z.ZodType),
    }),
  );
  return [...fromPath, ...fromQuery];
}

function describe(id: string, operation: Operation): Json {
  const { status, schema, contentType } = operation.response;
  const type = contentType ?? 'application/json';
  const content = schema ?? contentType;
  return {
    operationId: id,
    summary: operation.summary,
    description: `Access: ${operation.access}.`,
    security: [{ JWT: [] }],
    parameters: parameters(operation),
    ...(operation.body && {
      requestBody: {
        required: !operation.body.safeParse({}).success,
        content: { 'application/json': { schema: jsonSchema(operation.body) } },
      },
    }),
    responses: {
      [status]: {
        description: operation.summary,
        ...(content && {
          content: {
            [type]: {
              schema: schema ? jsonSchema(schema) : { type: 'string' },
            },
          },
        }),
      },
      default: {
        description: 'What went wrong',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['error'],
              properties: {
                error: {
                  type: 'object',
                  required: ['name', 'message'],
                  properties: {
                    name: { type: 'string' },
                    message: { type: 'string' },
                  },
                },
              },
            },
          },
        },
      },
    },
  };
}

/**
 * The OpenAPI 3.0 document of the API, made of the schemas it is checked with.
 *
 * @param operations - by their ids
 */
export function createOpenApiDocument(
  operations: Record<string, Operation>,
): Json {
  const paths: Record<string, Json> = {};
  for (const [id, operation] of Object.entries(operations)) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: describe(id, operation),
    };
  }
  return {
    openapi: '3.0.3',
    info: {
      title: 'managed-nodes',
      version: '1',
      description:
        'Managed nodes of AWS Systems Manager, for those who own them.',
      license: { name: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    components: {
      securitySchemes: {
        JWT: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      },
    },
    paths,
  };
}
