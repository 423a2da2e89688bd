import { matchesPattern, patternInWords, translatePattern } from './patterns';

const matches = (pattern: string, value: string) =>
  matchesPattern(pattern, [value]);

describe('matchesPattern', () => {
  it.each([
    ['the whole value, anchored or not', 'ab', 'ab', 'xabx'],
    ['either of two, as a whole', 'a|b', 'b', 'bx'],
    ['an anchored alternative', '^$|^a+$', '', 'b'],
    ['lookaheads', '^(?!aws)[a-z]+$', 'mine', 'awsome'],
    ['lookbehinds', '.*(?<!x)', 'ab', 'abx'],
    ['escaped punctuation', '[\\-\\_\\@\\/]\\:\\-', '@:-', 'a:-'],
    ['a hyphen beside a set', '[\\w-.]+', 'a-.b', 'a b'],
    ['a hyphen before a set', '[.-\\w]+', 'a-.b', 'a b'],
    ['a hyphen first and last', '[-a][a-]', 'a-', 'ba'],
    ['everything, by sets', '[\\s\\S]+', 'a\n\u00e9', ''],
    ['what is no space', '[\\S]{1,3}', 'a\u00a0b', 'a b'],
    ['what is no digit', '\\D+', 'ab', 'a1'],
    ['what is no word', '[\\W]+', '. -', '.a'],
    ['braces that are none', '\\{"a":\\d+}', '{"a":12}', '{"a":}'],
    ['a closing bracket', 'a]', 'a]', 'a'],
    ['slashes', 'a/b', 'a/b', 'ab'],
    ['letters of any script', '[\\p{L}]+', '\u00e4\u4e2d', '1'],
    ['POSIX classes, which are ASCII', '\\p{Alpha}+', 'ab', '\u00e4b'],
    ['codes', '\\u0041\\x42', 'AB', 'ab'],
    ['astral characters as one', '.', '\u{1f600}', 'ab'],
    ['large counts', '.{1,262144}', 'a', ''],
    ['lazy quantifiers', 'a+?b{2}?', 'aabb', 'ab'],
    ['named groups', '(?<year>\\d{4})', '2026', '26'],
    ['a caret in a class', '[a^]', '^', 'b'],
    [
      'an ARN',
      '^arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/[\\w+=,.@-]+$',
      'arn:aws:iam::111122223333:role/a+b',
      'arn:aws:iam::1:role/a',
    ],
  ])('understands %s', (_, pattern, yes, no) => {
    expect(matches(pattern, yes)).toBe('yes');
    expect(matches(pattern, no)).toBe('no');
  });

  it.each([
    // Java's dot stops at all of these, JavaScript's not at U+0085.
    ['.+', 'a\u0085b'],
    ['.+', 'a\rb'],
    // A dollar sign does not end a line before a newline here.
    ['^[a-z]+$', 'reboot\n'],
    ['^[a-z]+$', 'a\nreboot'],
    // Java's digits, words and spaces are ASCII.
    ['\\d+', '\u0663'],
    ['\\w+', '\u00e9'],
    ['\\s', '\u00a0'],
  ])('does not let %j match %j', (pattern, value) => {
    expect(matches(pattern, value)).toBe('no');
  });

  it.each([
    ['possessive quantifiers', 'a++b'],
    ['atomic groups', '(?>a+)b'],
    ['flags', '(?i)abc'],
    ['intersections', '[a-z&&[^b]]'],
    ['classes in classes', '[a[b]]'],
    ['classes that begin with a bracket', '[]a]'],
    ['quotations', '\\Qa.b\\E'],
    ['ends of input', 'a\\Z'],
    ['back references', '(a)\\1'],
    ['characters by name', '\\p{IsAlphabetic}'],
    ['what is no pattern', '(a'],
    ['ranges that are none', '[z-a]'],
    ['a quantifier of nothing', '*a'],
    ['a class without an end', '[a'],
  ])('does not claim to understand %s', (_, pattern) => {
    expect(translatePattern(pattern)).toBeUndefined();
    expect(matches(pattern, 'a')).toBe('unknown');
  });

  it.each([
    ['^(a+)+$', `${'a'.repeat(60)}!`],
    ['^(a|aa)*$', `${'a'.repeat(80)}!`],
    ['^([a-z0-9]+[-.]?)*$', `${'a0'.repeat(40)}!`],
    ['(.*)*(.*)*(.*)*x', 'a'.repeat(500)],
  ])('gives up on %s before long', (pattern, value) => {
    const started = Date.now();
    expect(['no', 'unknown']).toContain(matches(pattern, value));
    expect(matchesPattern(pattern, Array(50).fill(value))).not.toBe('yes');
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it('wants all of several values to match', () => {
    expect(matchesPattern('a', ['a', 'a'])).toBe('yes');
    expect(matchesPattern('a', ['a', 'b'])).toBe('no');
    expect(matchesPattern('a', [])).toBe('yes');
  });

  it('tells people patterns without what cannot be seen', () => {
    expect(patternInWords('a\u202eb')).toBe('a b');
  });
});
