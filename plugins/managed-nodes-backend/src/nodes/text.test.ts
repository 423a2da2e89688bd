import { cleanText } from './text';

describe('cleanText', () => {
  it.each([
    ['plain', 'plain'],
    ['  two\r\nlines\t', 'two lines'],
    ['nul\u0000\u001b[31mred', 'nul [31mred'],
    ['user\u202etxt.exe', 'user txt.exe'],
    ['zero\u200bwidth', 'zero width'],
    ['ключ 🔑 شركة', 'ключ 🔑 شركة'],
    ['half \ud83d', 'half \ufffd'],
    ['<script>', '<script>'],
  ])('turns %j into %j', (raw, clean) => {
    expect(cleanText(raw, 256)).toBe(clean);
  });

  it('is undefined when nothing is left', () => {
    expect(cleanText(undefined, 10)).toBeUndefined();
    expect(cleanText(' \n\u0000', 10)).toBeUndefined();
  });

  it('cuts what is too long, and not in the middle of a character', () => {
    expect(cleanText('abcdef', 3)).toBe('abc');
    expect(cleanText('ab🔑', 3)).toBe('ab\ufffd');
  });
});
