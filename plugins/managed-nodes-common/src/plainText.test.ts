import { capped, plainText } from './plainText';

describe('plainText', () => {
  it('leaves out what steers terminals', () => {
    expect(plainText('\u001b[31mred\u001b[0m \u001b]0;title\u0007x')).toBe(
      'red x',
    );
    // Writing to the clipboard of whoever prints it.
    expect(plainText('a\u001b]52;c;cm0gLXJmIC8=\u001b\\b')).toBe('ab');
    expect(plainText('\u009b2Jx\u001bc')).toBe('x');
    expect(plainText('\u001b]0;never ends')).toBe('');
  });

  it('marks what would not be seen, or make text look like other text', () => {
    expect(plainText('a\u0000b\u0008c\u202ed\u2066e')).toBe(
      'a\ufffdb\ufffdc\ufffdd\ufffde',
    );
  });

  it('keeps lines, tabs, and what people write', () => {
    expect(plainText('one\r\ntwo\rthree\tfour')).toBe('one\ntwo\nthree\tfour');
    expect(plainText('Ünïcödé 日本 👩‍🔧 <b>&amp;')).toBe(
      'Ünïcödé 日本 👩‍🔧 <b>&amp;',
    );
  });

  it('is quick with much', () => {
    const much = `${'\u001b['.repeat(100_000)}${'x\u001b]'.repeat(100_000)}`;
    const before = Date.now();
    plainText(much);
    expect(Date.now() - before).toBeLessThan(20_000);
  });
});

describe('capped', () => {
  it('cuts, but no character', () => {
    expect(capped('abc', 3)).toEqual({ text: 'abc', isCut: false });
    expect(capped('abcd', 3)).toEqual({ text: 'abc', isCut: true });
    expect(capped('ab👩', 3)).toEqual({ text: 'ab', isCut: true });
  });
});
