import { linesOf } from './lines';

const LIMITS = { objectBytes: 1000, lineLength: 20 };

async function* chunksOf(text: string, size: number) {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) {
    yield bytes.subarray(start, start + size);
  }
}

async function read(body: AsyncIterable<Uint8Array>, limits = LIMITS) {
  const lines: string[] = [];
  for await (const line of linesOf(body, limits)) {
    lines.push(line);
  }
  return lines;
}

describe('linesOf', () => {
  it.each([1, 2, 3, 7, 1000])(
    'finds lines whatever the chunks: %s bytes each',
    async size => {
      expect(await read(chunksOf('Größe\n\n🦊 b\n  \nlast', size))).toEqual([
        'Größe',
        '🦊 b',
        'last',
      ]);
      expect(await read(chunksOf('a\nb\n', size))).toEqual(['a', 'b']);
    },
  );

  it('gives lines before the body has ended', async () => {
    let sent = 0;
    async function* body() {
      for (;;) {
        sent += 1;
        yield Buffer.from(`line ${sent}\n`);
      }
    }
    for await (const line of linesOf(body(), LIMITS)) {
      expect(line).toBe('line 1');
      break;
    }
    expect(sent).toBe(1);
  });

  it('stops at a line that is too long, without waiting for its end', async () => {
    let sent = 0;
    async function* body() {
      for (;;) {
        sent += 1;
        yield Buffer.from('xxxxx');
      }
    }
    await expect(read(body())).rejects.toThrow(
      'it has a line of more than 20 characters',
    );
    expect(sent).toBe(5);
  });

  it('stops at an object that is too large', async () => {
    await expect(read(chunksOf('abc\n'.repeat(500), 100))).rejects.toThrow(
      'it is larger than 1000 bytes',
    );
  });

  it('refuses what is not UTF-8, also when it is cut within a character', async () => {
    async function* body() {
      yield Buffer.from('🦊').subarray(0, 2);
    }
    await expect(read(body())).rejects.toThrow('it is not UTF-8 text');
  });
});
