import { NodeMatch } from '../config';
import { OwnershipSubject } from '../nodes/types';

/** What a rule is held against. */
export interface MatchSubject
  extends Pick<
    OwnershipSubject,
    'computerName' | 'activationId' | 'tags' | 'account' | 'region'
  > {
  title: string | null;
  environment?: string;
  accountTags: Record<string, string>;
}

function hasTag(tags: Record<string, string>, wanted: string): boolean {
  const separator = wanted.indexOf('=', 1);
  return separator < 0
    ? Object.hasOwn(tags, wanted)
    : tags[wanted.slice(0, separator)] === wanted.slice(separator + 1);
}

/** Whether everything a rule's `match` asks for holds. */
export function matches(match: NodeMatch, subject: MatchSubject): boolean {
  const among = (wanted: string[] | undefined, value?: string | null) =>
    !wanted || (typeof value === 'string' && wanted.includes(value));
  return (
    (match.tag === undefined || hasTag(subject.tags, match.tag)) &&
    (match.accountTag === undefined ||
      hasTag(subject.accountTags, match.accountTag)) &&
    among(match.account, subject.account) &&
    among(match.region, subject.region) &&
    among(match.environment, subject.environment) &&
    among(match.activationId, subject.activationId) &&
    (match.namePattern === undefined ||
      [subject.title, subject.computerName].some(
        name => name !== null && match.namePattern!.test(name),
      ))
  );
}
