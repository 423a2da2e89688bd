import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { MatchSubject } from './match';

/** What a ref of an ownership rule turned out to be for a node. */
export type RenderedRef = { ref: string } | { reason: string };

// As the catalog allows kinds, namespaces and names to be.
const REF =
  /^[a-z][a-z0-9]{0,62}:[a-z0-9-]{1,63}\/[a-z0-9]([a-z0-9_.-]{0,61}[a-z0-9])?$/;

/**
 * Fills in the template of an entity ref.
 *
 * @returns the ref in its canonical form, or why there is none.
 */
export function renderRef(
  template: string,
  subject: MatchSubject & { accountName: string },
): RenderedRef {
  let missing: string | undefined;
  const text = template.replace(
    /\{\{\s*([^}]+?)\s*\}\}/g,
    (_, name: string) => {
      const value = lookUp(name, subject);
      if (value === undefined || value === '') {
        missing ??= name;
      }
      return value ?? '';
    },
  );
  if (missing) {
    return { reason: `it has no ${missing.replace(/^tags\./, 'tag ')}` };
  }
  let ref: string;
  try {
    ref = stringifyEntityRef(parseEntityRef(text));
  } catch {
    return { reason: `'${text}' is not an entity ref` };
  }
  return REF.test(ref) ? { ref } : { reason: `'${text}' is not an entity ref` };
}

function lookUp(
  name: string,
  subject: MatchSubject & { accountName: string },
): string | undefined {
  const [, scope, key] = /^(tags|accountTags)\.(.+)$/.exec(name) ?? [];
  if (scope === 'tags' || scope === 'accountTags') {
    const from = scope === 'tags' ? subject.tags : subject.accountTags;
    return Object.hasOwn(from, key) ? from[key] : undefined;
  }
  return {
    account: subject.account,
    accountName: subject.accountName,
    region: subject.region,
  }[name];
}
