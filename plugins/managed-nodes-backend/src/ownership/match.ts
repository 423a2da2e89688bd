import { NodeMatch } from '../config';
import { matchesTag, parseTag } from '../nodes/predicates';
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

/** Whether everything a rule's `match` asks for holds. */
export function matches(match: NodeMatch, subject: MatchSubject): boolean {
  const among = (wanted: string[] | undefined, value?: string | null) =>
    !wanted || (typeof value === 'string' && wanted.includes(value));
  return (
    (match.tag === undefined ||
      matchesTag(subject.tags, parseTag(match.tag))) &&
    (match.accountTag === undefined ||
      matchesTag(subject.accountTags, parseTag(match.accountTag))) &&
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
