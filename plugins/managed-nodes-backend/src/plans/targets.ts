import { z } from 'zod';
import { cleanText } from '../nodes/text';
import { items } from './parse';
import { PlanTargets, TargetTerm } from './types';

/** More than AWS allows of any of them. */
const MOST_VALUES = 200;
const MOST_TERMS = 20;
const MOST_ALTERNATIVES = 200;

const TEXT_LENGTH = 512;
const NAMED_VALUES = 5;

const NODE_ID = /^m?i-\w{8,17}$/;

/** What AWS calls a `Target`. */
export const targetSchema = z.object({
  Key: z.string().max(300),
  Values: items(z.string(), MOST_VALUES),
});

type Target = z.infer<typeof targetSchema>;

/** A list of targets, all of which a node has to meet. */
export const targetsSchema = items(targetSchema, MOST_TERMS);

function tagTerm(key: string, values: string[]): TargetTerm | undefined {
  // Cleaned as the tags of nodes are.
  const name = cleanText(key, 128);
  return name
    ? {
        kind: 'tag',
        key: name,
        values: values.map(value => cleanText(value, 256) ?? ''),
      }
    : undefined;
}

/** @returns undefined where nodes do not tell whether they are meant. */
function toTerm({ Key, Values }: Target): TargetTerm[] | undefined {
  const key = Key.toLowerCase();
  if (key === 'instanceids') {
    return Values.includes('*')
      ? [{ kind: 'all' }]
      : [{ kind: 'node', values: Values.filter(id => NODE_ID.test(id)) }];
  }
  const term = key.startsWith('tag:')
    ? tagTerm(Key.slice(4), Values)
    : // Nodes that a cloud connector brought carry its id in this tag.
      key === 'cloudconnector' && tagTerm('CloudConnector', Values);
  return term ? [term] : undefined;
}

function inWords({ Key, Values }: Target): string {
  const names = Values.slice(0, NAMED_VALUES).map(
    value => cleanText(value, 128) ?? "''",
  );
  const more = Values.length - names.length;
  const list = `${names.join(' or ')}${more > 0 ? ` or ${more} more` : ''}`;
  const key = Key.toLowerCase();
  if (key === 'instanceids') {
    if (Values.includes('*')) {
      return 'all nodes';
    }
    return Values.length === 1 ? list : `${Values.length} nodes`;
  }
  if (key.startsWith('tag:')) {
    return `tag ${cleanText(Key.slice(4), 128) ?? ''} = ${list}`;
  }
  if (key === 'tag-key') {
    return `tag ${list}`;
  }
  if (key === 'resource-groups:name') {
    return `resource group ${list}`;
  }
  if (key === 'cloudconnector') {
    return `cloud connector ${list}`;
  }
  return `${cleanText(Key, 128) ?? 'something'} = ${list}`;
}

/** A choice of terms: any of them will do. */
function choicesOf(target: Target): TargetTerm[] | undefined {
  if (target.Key.toLowerCase() !== 'tag-key') {
    return toTerm(target);
  }
  return target.Values.flatMap(value => {
    const key = cleanText(value, 128);
    return key ? [{ kind: 'tag' as const, key, values: null }] : [];
  });
}

/** The terms of a list; `tag-key` gives one list for each of its keys. */
function expand(targets: Target[]): TargetTerm[][] | undefined {
  return targets.reduce<TargetTerm[][] | undefined>(
    (lists, target) => {
      const choices = choicesOf(target);
      return (
        choices &&
        lists
          ?.flatMap(list => choices.map(term => [...list, term]))
          .slice(0, MOST_ALTERNATIVES)
      );
    },
    [[]],
  );
}

/**
 * Reads whom something of Systems Manager is for.
 *
 * @param lists - lists of targets: a node is meant that meets all of one list
 */
export function readTargets(lists: Target[][]): PlanTargets {
  const alternatives: TargetTerm[][] = [];
  let known = lists.length > 0;
  for (const list of lists) {
    const expanded = list.length ? expand(list) : undefined;
    known = known && expanded !== undefined;
    alternatives.push(...(expanded ?? []));
  }
  const words = lists
    .filter(list => list.length)
    .map(list => list.map(inWords).join(' and '));
  return {
    alternatives: alternatives.slice(0, MOST_ALTERNATIVES),
    known: known && alternatives.length <= MOST_ALTERNATIVES,
    text: (words.join('; or ') || 'nothing that can be told').slice(
      0,
      TEXT_LENGTH,
    ),
  };
}
