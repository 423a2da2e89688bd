import { ResponseError } from '@backstage/errors';
import { z } from 'zod';

/** Speaks the control API's HTTP. */
export class ControlClient {
  readonly #endpoint: string;

  /** @param endpoint - where the simulator listens */
  static create(endpoint: string): ControlClient {
    return new ControlClient(endpoint);
  }

  private constructor(endpoint: string) {
    this.#endpoint = endpoint.replace(/\/$/, '');
  }

  /**
   * Makes one request.
   *
   * @param path - below `/_control`; its segments are escaped here
   * @throws ResponseError when the simulator refuses.
   */
  async call<T extends z.ZodType>(
    schema: T,
    method: string,
    path: readonly string[],
    body?: object,
  ): Promise<z.output<T>> {
    const url = [this.#endpoint, '_control', ...path.map(encodeURIComponent)];
    const response = await fetch(url.join('/'), {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return schema.parse(await response.json());
  }
}
