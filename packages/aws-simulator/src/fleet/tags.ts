import { Tag } from './types';

const shared = new Map<string, Map<string, Tag>>();

/** A tag, the same object for the same key and value: a fleet has few distinct ones. */
export function sharedTag(Key: string, Value: string): Tag {
  let values = shared.get(Key);
  if (!values) {
    values = new Map();
    shared.set(Key, values);
  }
  let tag = values.get(Value);
  if (!tag) {
    tag = Object.freeze({ Key, Value });
    values.set(Value, tag);
  }
  return tag;
}

/** The tags with these set; keys are case sensitive and keep their place. */
export function withTags(
  tags: readonly Tag[],
  set: ReadonlyArray<readonly [string, string]>,
): Tag[] {
  const changed = new Map(set);
  const kept = tags.map(tag => {
    const value = changed.get(tag.Key);
    changed.delete(tag.Key);
    return value === undefined ? tag : { Key: tag.Key, Value: value };
  });
  return [...kept, ...[...changed].map(([Key, Value]) => ({ Key, Value }))];
}

/** The tags without these keys. */
export function withoutTags(
  tags: readonly Tag[],
  keys: readonly string[],
): Tag[] {
  return tags.filter(tag => !keys.includes(tag.Key));
}

/** The value of a tag. */
export function tagValue(
  tags: readonly Tag[],
  key: string,
): string | undefined {
  return tags.find(tag => tag.Key === key)?.Value;
}
