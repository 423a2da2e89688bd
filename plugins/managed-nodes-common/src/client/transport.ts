import { ResponseError } from '@backstage/errors';
import { z } from 'zod';
import { ManagedNodesRequestOptions } from './requestOptions';

/** What a client is made with. @public */
export type ManagedNodesClientOptions = {
  /** Tells where the backend is. */
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  /** Sends requests; the global `fetch` if absent. */
  fetchApi?: { fetch: typeof fetch };
};

function read<T extends z.ZodType>(
  path: string,
  schema: T,
  body: unknown,
): z.infer<T> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    // Usually a frontend and a backend of different versions.
    const [first, ...others] = parsed.error.issues;
    throw new Error(
      `The managed-nodes backend answered ${path} in an unknown form: ${first.path.join(
        '.',
      )}: ${first.message}${
        others.length ? `, and ${others.length} more` : ''
      }`,
    );
  }
  return parsed.data;
}

/** Sends requests to the backend and checks its answers against the contract. */
export class Transport {
  readonly #discoveryApi: ManagedNodesClientOptions['discoveryApi'];
  readonly #fetch: typeof fetch;

  static create(options: ManagedNodesClientOptions): Transport {
    return new Transport(options);
  }

  private constructor(options: ManagedNodesClientOptions) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetch = options.fetchApi
      ? (...args) => options.fetchApi!.fetch(...args)
      : (...args) => fetch(...args);
  }

  /** Asks for something. */
  async get<T extends z.ZodType>(
    path: string,
    schema: T,
    options?: ManagedNodesRequestOptions,
  ): Promise<z.infer<T>> {
    const response = await this.send('GET', path, options);
    return read(path, schema, await response.json());
  }

  /** Has something done that answers. */
  async post<T extends z.ZodType>(
    path: string,
    schema: T,
    body: unknown,
    options?: ManagedNodesRequestOptions,
  ): Promise<z.infer<T>> {
    const response = await this.send('POST', path, options, body);
    return read(path, schema, await response.json());
  }

  /**
   * Sends a request.
   *
   * @throws ResponseError when the backend refuses
   */
  async send(
    method: 'GET' | 'POST',
    path: string,
    options?: ManagedNodesRequestOptions,
    body?: unknown,
  ): Promise<Response> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('managed-nodes');
    const response = await this.#fetch(`${baseUrl}${path}`, {
      method,
      signal: options?.signal,
      headers: {
        ...(options?.token && { authorization: `Bearer ${options.token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}
