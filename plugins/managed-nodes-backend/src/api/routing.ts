import {
  AuditorService,
  BackstageCredentials,
  BackstageUserPrincipal,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import express from 'express';
import { z } from 'zod';
import { audited } from './audited';

/**
 * Reads what a caller sent.
 *
 * @throws InputError naming every wrong field.
 */
export function parse<T extends z.ZodType>(
  schema: T,
  value: unknown,
): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new InputError(
      parsed.error.issues
        .map(issue => `${issue.path.join('.') || 'request'}: ${issue.message}`)
        .join('; '),
    );
  }
  return parsed.data;
}

/** The path of an operation as express writes it. */
export function expressPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

/** What every route does before it does its own. */
export class Requests {
  readonly #httpAuth: HttpAuthService;
  readonly #auditor: AuditorService;

  static create(options: {
    httpAuth: HttpAuthService;
    auditor: AuditorService;
  }): Requests {
    return new Requests(options.httpAuth, options.auditor);
  }

  private constructor(httpAuth: HttpAuthService, auditor: AuditorService) {
    this.#httpAuth = httpAuth;
    this.#auditor = auditor;
  }

  /** Who asks: a user, or another plugin on its own behalf. */
  async caller(req: express.Request): Promise<BackstageCredentials> {
    return this.#httpAuth.credentials(req, { allow: ['user', 'service'] });
  }

  /** Who asks, where only a human may. */
  async human(
    req: express.Request,
  ): Promise<BackstageCredentials<BackstageUserPrincipal>> {
    return this.#httpAuth.credentials(req, { allow: ['user'] });
  }

  /** Who asks, where only other backend plugins may. */
  async service(req: express.Request) {
    return this.#httpAuth.credentials(req, { allow: ['service'] });
  }

  /** Does something on record, denials included. */
  async audit(
    req: express.Request,
    event: Parameters<typeof audited>[2],
    action: Parameters<typeof audited>[3],
  ): Promise<void> {
    await audited(this.#auditor, req, event, action);
  }
}
