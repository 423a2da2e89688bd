import { InputError } from '@backstage/errors';
import { NodeFilter, nodeFilterSchema } from './query';

const FIELDS: Record<string, keyof NodeFilter> = {
  environment: 'environment',
  platform: 'platform',
  account: 'account',
  region: 'region',
  owner: 'owner',
  application: 'application',
};

/**
 * Reads the value of the node selector annotation.
 *
 * @remarks
 *
 * Terms are separated by commas and must all hold; a repeated field other
 * than `tag` gives alternatives. A term is `tag:<key>=<value>`, `tag:<key>`, or `<field>=<value>`
 * where field is one of environment, platform, account, region, owner,
 * application.
 *
 * @throws InputError when a term is none of these, naming it.
 * @public
 */
export function parseNodeSelector(selector: string): NodeFilter {
  const filter: Record<string, string[]> = {};
  const add = (field: string, value: string) => {
    (filter[field] ??= []).push(value);
  };
  const terms = selector
    .split(',')
    .map(term => term.trim())
    .filter(Boolean);
  if (!terms.length) {
    throw new InputError('A node selector needs at least one term');
  }
  for (const term of terms) {
    if (term.startsWith('tag:') && term.length > 4) {
      add('tag', term.slice(4));
      continue;
    }
    const [, field, value] = /^([a-z]+)=(.+)$/.exec(term) ?? [];
    if (!field || !Object.hasOwn(FIELDS, field)) {
      throw new InputError(
        `Node selector term '${term}' is neither tag:<key>[=<value>] nor one of ${Object.keys(
          FIELDS,
        ).join(', ')} with =<value>`,
      );
    }
    add(FIELDS[field], value);
  }
  const parsed = nodeFilterSchema.safeParse(filter);
  if (!parsed.success) {
    throw new InputError(
      `Node selector '${selector}': ${parsed.error.issues
        .map(issue => `${issue.path.join('.')}: ${issue.message}`)
        .join('; ')}`,
    );
  }
  return parsed.data;
}
