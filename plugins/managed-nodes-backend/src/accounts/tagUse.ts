import { ManagedNodesConfig } from '../config';

/**
 * Whether anything in config goes by the tags of accounts; else there is no
 * need to read them, which takes a call for each account.
 */
export function usesAccountTags(
  config: Pick<
    ManagedNodesConfig,
    'environments' | 'organization' | 'ownership'
  >,
): boolean {
  const { environments, organization, ownership } = config;
  return Boolean(
    organization?.include.tags.length ||
      organization?.exclude.tags.length ||
      organization?.allowedOwners.some(({ match }) => match.accountTag) ||
      environments.some(({ match }) => match.accountTag) ||
      ownership.rules.some(
        ({ match, owner, system, component }) =>
          match.accountTag ||
          [owner, system, component].some(ref =>
            /\{\{\s*accountTags\./.test(ref ?? ''),
          ),
      ),
  );
}
