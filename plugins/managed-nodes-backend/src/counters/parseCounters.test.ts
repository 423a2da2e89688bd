import {
  CountersOutput,
  OperationOutput,
} from '@managed-nodes/plugin-managed-nodes-common';
import { parseCounters } from './parseCounters';

const COUNTERS: CountersOutput = {
  version: 1,
  cpuPercent: 12.5,
  cores: 4,
  load: { one: 0.5, five: 0.25, fifteen: 0 },
  memory: { totalBytes: 16_000, usedBytes: 4_000 },
  disks: [{ mount: '/', totalBytes: 100, usedBytes: 40 }],
  network: [
    { name: 'eth0', receivedBytesPerSecond: 12, sentBytesPerSecond: 3 },
  ],
  uptimeSeconds: 86_400,
};

const printed = (
  stdout: unknown,
  rest: Partial<OperationOutput> = {},
): OperationOutput => ({
  stdout: typeof stdout === 'string' ? stdout : JSON.stringify(stdout),
  stderr: '',
  truncated: false,
  exitCode: 0,
  ...rest,
});

const ESC = String.fromCodePoint(0x1b);
const RIGHT_TO_LEFT = String.fromCodePoint(0x202e);

describe('what a node prints', () => {
  it('is read when it is what the script prints', () => {
    expect(parseCounters(printed(`${JSON.stringify(COUNTERS)}\n`))).toEqual(
      COUNTERS,
    );
    expect(parseCounters(printed({ ...COUNTERS, load: null }))).toMatchObject({
      load: null,
    });
  });

  it.each([
    ['nothing', ''],
    ['a shell’s complaint', 'sh: 1: awk: not found'],
    ['two objects', `${JSON.stringify(COUNTERS)}${JSON.stringify(COUNTERS)}`],
    ['another version', { ...COUNTERS, version: 2 }],
    ['more than all', { ...COUNTERS, cpuPercent: 101 }],
    ['less than none', { ...COUNTERS, uptimeSeconds: -1 }],
    ['no number', { ...COUNTERS, cores: '4' }],
    ['no finite number', JSON.stringify(COUNTERS).replace('86400', '1e999')],
    ['no memory', { ...COUNTERS, memory: { totalBytes: 0, usedBytes: 0 } }],
    [
      'too many disks',
      { ...COUNTERS, disks: Array(21).fill(COUNTERS.disks[0]) },
    ],
    [
      'an endless name',
      {
        ...COUNTERS,
        network: [{ ...COUNTERS.network[0], name: 'x'.repeat(1025) }],
      },
    ],
    ['markup', '<html><script>alert(1)</script></html>'],
    ['too much', ' '.repeat(24_001) + JSON.stringify(COUNTERS)],
    ['a list', [COUNTERS]],
    ['null', 'null'],
  ])('is refused when it is %s', (_, stdout) => {
    expect(() => parseCounters(printed(stdout))).toThrow(
      /^What the node printed are no counters$/,
    );
  });

  it('is refused when AWS cut it', () => {
    expect(() => parseCounters(printed(COUNTERS, { truncated: true }))).toThrow(
      'no counters',
    );
  });

  it('tells what it complained of, cut and cleaned', () => {
    const attempt = () =>
      parseCounters(
        printed('', {
          stderr: `awk:\n not${RIGHT_TO_LEFT} found ${'x'.repeat(1000)}`,
        }),
      );
    expect(attempt).toThrow(/no counters: awk: +not +found x{250,300}$/);
  });

  it('has names that nobody is fooled by, and nothing that is not asked for', () => {
    const { disks, network, ...rest } = parseCounters(
      printed({
        ...COUNTERS,
        owner: 'user:default/mallory',
        ['__proto__']: { polluted: true },
        disks: [
          { mount: `/mnt/${ESC}[31mred\n`, totalBytes: 10, usedBytes: 20 },
          { mount: RIGHT_TO_LEFT, totalBytes: 0, usedBytes: 0 },
        ],
        network: [{ ...COUNTERS.network[0], name: 'é'.repeat(300) }],
      }),
    );
    expect(disks).toEqual([
      // A disk is never more than full.
      { mount: '/mnt/ [31mred', totalBytes: 10, usedBytes: 10 },
      { mount: '(without a name)', totalBytes: 0, usedBytes: 0 },
    ]);
    expect(network[0].name).toHaveLength(200);
    expect(Object.keys(rest).sort()).toEqual(
      Object.keys(COUNTERS)
        .filter(key => key !== 'disks' && key !== 'network')
        .sort(),
    );
  });
});
