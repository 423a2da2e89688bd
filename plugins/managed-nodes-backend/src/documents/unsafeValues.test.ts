import {
  DocumentParameter,
  ParameterValue,
} from '@managed-nodes/plugin-managed-nodes-common';
import { aParameter } from './__testUtils__/parameter';
import { CodeUse } from './codePlaces';
import { refuseUnsafe, SafetyRules } from './unsafeValues';

function refuse(
  value: ParameterValue,
  use?: CodeUse,
  rules: SafetyRules = {},
  more: Partial<DocumentParameter> = {},
) {
  const code = use && { name: 'P', use, where: 'mainSteps[0].inputs.X' };
  return () => refuseUnsafe(aParameter(more), value, { code, ...rules });
}

// Each of these has been used to get out of a script somewhere.
const TRICKS: Array<[string, string, string]> = [
  ['a second command', 'a;reboot', `';' (U+003B)`],
  ['a command in the background', 'a&reboot', `'&' (U+0026)`],
  ['a pipe', 'a|sh', `'|' (U+007C)`],
  ['a command in backquotes', 'a`id`', "'`' (U+0060)"],
  ['a command in brackets', 'a$(id)', `'$' (U+0024)`],
  ['a variable', '$HOME', `'$'`],
  ['a subshell', '(id)', `'('`],
  ['the end of a bracket', 'a)', `')'`],
  ['reading a file', 'a<b', `'<'`],
  ['writing a file', 'a>b', `'>'`],
  ['an escape', 'a\\', `'\\'`],
  ['the end of a double quote', 'a"', `'"'`],
  ['the end of a single quote', `a'`, `'''`],
  ['a new line', 'a\nreboot', 'U+000A'],
  ['a carriage return', 'a\rreboot', 'U+000D'],
  ['a line separator', 'a\u2028reboot', 'U+2028'],
  ['a next line', 'a\u0085reboot', 'U+0085'],
  ['a vertical tab', 'a\u000breboot', 'U+000B'],
  ['a null', 'a\u0000b', 'U+0000'],
  ['an ANSI escape', 'a\u001b[2J', 'U+001B'],
  ['a wildcard', 'a*', `'*'`],
  ['another wildcard', 'a?', `'?'`],
  ['the history', 'a!', `'!'`],
  ['a comment', 'a#b', `'#'`],
  ['a home', '~root', `'~'`],
  ['a brace expansion', 'a{b,c}', `'{'`],
  ['a class of files', '[a-z]', `'['`],
  ['an escape of cmd', 'a^b', `'^'`],
  ['a variable of cmd, or a loop of PowerShell', '%PATH%', `'%'`],
  ['an argument more', 'a b', 'U+0020'],
  ['an argument more, by a tab', 'a\tb', 'U+0009'],
  ['an argument more, by a wide space', 'a\u3000b', 'U+3000'],
  ['an argument more, by a fixed space', 'a\u00a0b', 'U+00A0'],
  ['an option', '-rf', `no word may begin with '-'`],
  ['a long option', '--now', `no word may begin with '-'`],
  ['an option after a comma', 'a,-Force', `no word may begin with '-'`],
  ['a dash that PowerShell takes for one', '\u2013Force', 'U+2013'],
  ['a minus that looks like one', '\u2212Force', 'U+2212'],
  ['what curl reads from a file, and PowerShell splats', '@a', `'@'`],
  ['another folder', '../../etc/shadow', `'..'`],
  ['another folder, later', 'a/../../b', `'..'`],
  ['another folder, of a drive', 'C:../b', `'..'`],
  ['nothing, so that the next word takes its place', '', 'may not be empty'],
  ['a left quote, which ends texts in PowerShell', 'a\u2018', 'U+2018'],
  ['a right quote', 'a\u2019', 'U+2019'],
  ['a low quote', 'a\u201a', 'U+201A'],
  ['a reversed quote', 'a\u201b', 'U+201B'],
  ['a double left quote', 'a\u201c', 'U+201C'],
  ['a double right quote', 'a\u201d', 'U+201D'],
  ['a double low quote', 'a\u201e', 'U+201E'],
  ['an apostrophe that Windows makes a quote', 'a\u02bc', 'U+02BC'],
  ['a prime that Windows makes a quote', 'a\u02b9', 'U+02B9'],
  ['a click that Windows makes a bar', 'a\u01c0sh', 'U+01C0'],
  ['a click that Windows makes an exclamation mark', 'a\u01c3', 'U+01C3'],
  ['a wide semicolon', 'a\uff1breboot', 'U+FF1B'],
  ['a Greek question mark, which is a semicolon', 'a\u037ereboot', 'U+037E'],
  ['a small ampersand', 'a\ufe60b', 'U+FE60'],
  ['a wide letter', '\uff52eboot', 'U+FF52'],
  ['a combining mark', 'a\u0338b', 'U+0338'],
  ['text turned around', 'a\u202eb', 'U+202E'],
  ['a width of nothing', 'a\u200bb', 'U+200B'],
  ['a byte order mark', '\ufeffa', 'U+FEFF'],
  ['a tag of nothing', 'a\u{e0041}', 'U+E0041'],
  ['half a character', 'a\ud800', 'U+D800'],
  ['a secret of Parameter Store', '{{ssm-secure:key}}', `'{'`],
];

describe('refuseUnsafe', () => {
  it.each(TRICKS)('lets no script get %s', (_, value, reason) => {
    expect(refuse(value, 'script')).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringMatching(/^P: /),
      }),
    );
    expect(refuse(value, 'script')).toThrow(reason);
  });

  // What is handed over as data may have spaces, letters and marks in it.
  const HARMLESS_AS_DATA = /^(an argument more|a combining mark)$/;

  it.each(TRICKS.filter(([name]) => !HARMLESS_AS_DATA.test(name)))(
    'hands no program %s',
    (_, value) => {
      expect(refuse(value, 'input')).toThrow('P: ');
    },
  );

  it('says which parameter, which character and why', () => {
    expect(refuse('a;b', 'script')).toThrow(
      `P: ';' (U+003B) is not allowed, for the value is pasted into a script (mainSteps[0].inputs.X)`,
    );
    expect(refuse('a;b', 'input')).toThrow('is handed to a program');
  });

  it.each([
    'nginx',
    'getty@tty1.service',
    '/var/log/messages',
    'C:/logs/app.log',
    's3://bucket/key/x.sh',
    'user+tag@example.com',
    'key=value',
    'a,b,c',
    '1.5',
    'Dienst\u00dcbersicht',
    'a..b',
    'file.',
  ])('lets %s into scripts', value => {
    expect(refuse(value, 'script')).not.toThrow();
  });

  it.each(['Because it hangs', '\u4e2d\u6587', '\u0395\u03bb\u03bb'])(
    'hands %s to programs',
    value => {
      expect(refuse(value, 'input')).not.toThrow();
    },
  );

  it('looks at every item, key and text, however deep', () => {
    const list = { type: 'StringList' as const };
    expect(refuse(['a', 'b;c'], 'script', {}, list)).toThrow(`';'`);
    expect(refuse(['a', 'b'], 'script', {}, list)).not.toThrow();
    expect(refuse({ a: { b: ['$(id)'] } }, 'script')).toThrow(`'$'`);
    expect(refuse({ 'a;b': 'c' }, 'script')).toThrow(`';'`);
    expect(refuse([{ a: '`' }], 'script')).toThrow("'`'");
    expect(refuse({ a: 5, b: true, c: null }, 'script')).not.toThrow();
  });

  it('does not mind numbers and truth values', () => {
    expect(refuse(-5, 'script')).not.toThrow();
    expect(refuse(true, 'script')).not.toThrow();
    expect(refuse(5, 'command')).not.toThrow();
  });

  it.each(['reboot', 'a', '', '/bin/sh', '../x'])(
    'lets nobody choose the command %j',
    value => {
      expect(refuse(value, 'command')).toThrow('it says what is run');
      expect(refuse([value], 'command')).toThrow('it says what is run');
      expect(refuse(value, 'choice')).toThrow('it says what is run');
    },
  );

  it.each(['i-0123abcd', 'production', '5'])(
    'lets nobody choose nodes by the value %j',
    value => {
      expect(refuse(value, 'nodes')).toThrow(
        'P: it says which nodes are acted on',
      );
      expect(refuse([value], 'nodes')).toThrow('which nodes');
      expect(refuse([value], 'nodes', { allowed: [value] })).not.toThrow();
    },
  );

  it('lets nobody choose a version by its number', () => {
    expect(refuse('3', 'choice')).toThrow('it says what is run');
    expect(refuse(3, 'choice')).toThrow('it says what is run');
  });

  it.each([
    '{{ssm:name}}',
    '{{ ssm-secure:name }}',
    'a {{ Other }} b',
    '{ { ssm:name } }',
    '{{',
    // The other half is in the next parameter, or in the document.
    'a {',
    '{ ssm:name }',
    '{Other}',
  ])('lets no parameter at all have %j', value => {
    expect(refuse(value)).toThrow(`P: '{' is not allowed here`);
    expect(refuse({ a: [value] })).toThrow(`'{' is not allowed here`);
  });

  it.each([
    ['a\u202eb', 'U+202E'],
    ['a\u0000b', 'U+0000'],
    ['a\u001b[31m', 'U+001B'],
    ['a\u200bb', 'U+200B'],
  ])('lets no parameter at all hide what it says: %j', (value, reason) => {
    expect(refuse(value)).toThrow(`P: ${reason}`);
  });

  it.each([
    '{"a":{"b":1}}',
    'several\nlines\tof text',
    'rm -rf / ; $(id)',
    '\u201cquoted\u201d \u4e2d',
    '',
  ])('lets parameters that reach no code have %j', value => {
    expect(refuse(value)).not.toThrow();
  });

  it('lets through what the document or the publication lists', () => {
    expect(
      refuse('a b', 'script', {}, { allowedValues: ['a b'] }),
    ).not.toThrow();
    expect(refuse('', 'script', {}, { default: '' })).not.toThrow();
    expect(
      refuse('{{ssm:x}}', 'script', {}, { default: '{{ssm:x}}' }),
    ).not.toThrow();
    expect(refuse('a;b', 'choice', { allowed: ['a;b'] })).not.toThrow();
    expect(refuse(['a;b'], 'command', { allowed: ['a;b', 'c'] })).not.toThrow();
    expect(
      refuse({ a: ';' }, 'script', { allowed: [{ a: ';' }] }),
    ).not.toThrow();
  });

  it('lets through nothing that only resembles what is listed', () => {
    expect(refuse([], 'command', { allowed: ['a'] })).toThrow('what is run');
    const allowed = ['a;b'];
    expect(refuse('a;b;c', 'script', { allowed })).toThrow(`';'`);
    expect(refuse(['a;b', ';'], 'script', { allowed })).toThrow(`';'`);
    expect(refuse({ a: 'x;' }, 'script', { allowed: [{ a: ';' }] })).toThrow();
    expect(refuse([';'], 'script', {}, { default: [';', 'a'] })).toThrow();
    // A pattern lists nothing.
    expect(refuse('a;b', 'script', {}, { allowedPattern: '.*' })).toThrow(
      `';'`,
    );
  });

  it('lets everything through that the publication calls unsafe', () => {
    expect(refuse('a;reboot', 'script', { unsafe: true })).not.toThrow();
    expect(refuse('reboot', 'command', { unsafe: true })).not.toThrow();
    expect(refuse('{{ssm:x}}', undefined, { unsafe: true })).not.toThrow();
  });
});
