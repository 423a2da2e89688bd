import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CountersOutput,
  countersOutputSchema,
} from '@managed-nodes/plugin-managed-nodes-common';
import { parseDocument } from '../documents/parseDocument';
import { STEPS } from './CountersRun';
import { readShipped, scriptOf } from './__testUtils__/script';

jest.setTimeout(60_000);

const SHELLS = ['sh', 'dash', 'bash', 'busybox'].filter(
  shell => spawnSync(shell, ['true']).error === undefined,
);

const onLinux = process.platform === 'linux' ? describe : describe.skip;

/** Runs a script as the agent does, and reads what it prints. */
function run(
  script: string,
  options: { shell?: string; path?: string; folder: string },
): { text: string; counters: CountersOutput } {
  const { shell = 'sh', folder } = options;
  const file = join(folder, '_script.sh');
  writeFileSync(file, script);
  const text = execFileSync(
    shell,
    shell === 'busybox' ? ['sh', file] : [file],
    {
      encoding: 'utf8',
      env: { PATH: [options.path, process.env.PATH].filter(Boolean).join(':') },
    },
  );
  return { text, counters: countersOutputSchema.parse(JSON.parse(text)) };
}

describe('the document that reads counters', () => {
  const { text, document } = readShipped();

  it('has a step for each platform, and takes no parameters', () => {
    const { content, code } = parseDocument(text);
    expect(content).toMatchObject({ kind: 'command', parameters: [] });
    expect(code).toEqual([]);
    expect(
      document.mainSteps.map(({ name, action, precondition }) => [
        precondition.StringEquals[1],
        name,
        action,
      ]),
    ).toEqual([
      ['Linux', STEPS.Linux, 'aws:runShellScript'],
      ['Windows', STEPS.Windows, 'aws:runPowerShellScript'],
    ]);
  });

  it('is small, and has nothing that Systems Manager would replace', () => {
    expect(JSON.stringify(document).length).toBeLessThan(24_000);
    for (const { inputs } of document.mainSteps) {
      expect(inputs.runCommand.join('\n')).not.toMatch(/\{\{|\}\}/);
      expect(inputs.runCommand.join('\n')).toMatch(
        /^# managed-nodes: right-now\n/,
      );
      expect(Number(inputs.timeoutSeconds)).toBeLessThanOrEqual(20);
    }
  });
});

onLinux('the script for Linux', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'right-now-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(SHELLS)('says with %s how busy this machine is', shell => {
    const { text, counters } = run(scriptOf('readOnLinux'), { shell, folder });
    // One object, one line, and nothing else.
    expect(text.trimEnd().split('\n')).toHaveLength(1);
    expect(text.length).toBeLessThan(24_000);
    const kernel = (file: string) => readFileSync(`/proc/${file}`, 'utf8');
    expect(counters.cores).toBe(kernel('stat').match(/^cpu\d+ /gm)?.length);
    const [, kilobytes] = /^MemTotal: +(\d+)/.exec(kernel('meminfo')) ?? [];
    expect(counters.memory.totalBytes).toBe(Number(kilobytes) * 1024);
    expect(counters.memory.usedBytes).toBeGreaterThan(0);
    expect(counters.load).not.toBeNull();
    const since = Number(kernel('uptime').split(' ')[0]);
    expect(Math.abs(counters.uptimeSeconds - since)).toBeLessThan(5);
    expect(counters.disks.map(({ mount }) => mount)).toContain('/');
    for (const { totalBytes, usedBytes } of counters.disks) {
      expect(usedBytes).toBeLessThanOrEqual(totalBytes);
    }
    expect(counters.network.map(({ name }) => name)).not.toContain('lo');
  });

  /** The script on a machine that is in a folder. */
  const onMachine = (proc: Record<string, string>, df: string) => {
    const made = join(folder, 'proc');
    mkdirSync(join(made, 'net'), { recursive: true });
    for (const file of ['stat', 'uptime', 'meminfo', 'loadavg', 'net/dev']) {
      writeFileSync(join(made, file), readFileSync(`/proc/${file}`));
    }
    for (const [file, content] of Object.entries(proc)) {
      writeFileSync(join(made, file), content);
    }
    writeFileSync(join(folder, 'df'), df);
    chmodSync(join(folder, 'df'), 0o755);
    return run(scriptOf('readOnLinux').replaceAll('/proc/', `${made}/`), {
      folder,
      path: folder,
    });
  };
  const DF = [
    '#!/bin/sh',
    'echo "Filesystem 1024-blocks Used Available Capacity Mounted on"',
    'echo "/dev/my disk 9000000000 4000000000 4000000000 50% $3"',
    '',
  ].join('\n');

  it('runs no names, and writes them as JSON', () => {
    const pwned = join(folder, 'p');
    const odd = [
      '/',
      `/mnt/a\\040b"c$(touch$IFS${pwned})\`touch\${IFS}${pwned}\`;touch\\040${pwned}\\134n\\011t`,
      `/mnt/it's\\040{"mount":1},\\012line`,
      `/mnt/${String.fromCodePoint(0x1b)}[31m\\033red`,
      '/mnt/-P%s%n',
      `/mnt/${'x'.repeat(4000)}`,
      '/mnt/größe',
    ];
    const { counters } = onMachine(
      {
        mounts: odd
          .map((mount, index) => `/dev/sd${index} ${mount} ext4 rw 0 0\n`)
          .join(''),
      },
      DF,
    );
    expect(counters.disks.map(({ mount }) => mount)).toEqual([
      '/',
      `/mnt/a b"c$(touch$IFS${pwned})\`touch\${IFS}${pwned}\`;touch ${pwned}\\n\tt`,
      `/mnt/it's {"mount":1},\nline`,
      '/mnt/?[31m?red',
      '/mnt/-P%s%n',
      `/mnt/${'x'.repeat(195)}`,
      '/mnt/größe',
    ]);
    expect(existsSync(pwned)).toBe(false);
    expect(counters.disks[0]).toMatchObject({
      totalBytes: 8_000_000_000 * 1024,
      usedBytes: 4_000_000_000 * 1024,
    });
  });

  it('asks for each disk once, for none of a network, and for 20 at the most', () => {
    const asked = join(folder, 'asked');
    const { counters, text } = onMachine(
      {
        mounts: [
          'rootfs / rootfs rw 0 0',
          'overlay / overlay rw 0 0',
          'server:/home /home nfs4 rw 0 0',
          '//server/share /mnt/share cifs rw 0 0',
          'me@server: /mnt/ssh fuse.sshfs rw 0 0',
          'tmpfs /run tmpfs rw 0 0',
          '/dev/loop1 /snap/core/1 squashfs ro 0 0',
          '/dev/sda1 /data xfs rw 0 0',
          '/dev/sda1 /var/lib/bound xfs rw 0 0',
          '/dev/sdz9 /data xfs rw 0 0',
          ...Array.from(
            { length: 40 },
            (_, index) =>
              `/dev/vd${index} /mnt/${index}${'"'.repeat(300)} ext4 rw 0 0`,
          ),
          '',
        ].join('\n'),
      },
      DF.replace('#!/bin/sh', `#!/bin/sh\necho "$3" >> '${asked}'`),
    );
    const mounts = counters.disks.map(({ mount }) => mount);
    expect(mounts.slice(0, 2)).toEqual(['/', '/data']);
    expect(mounts).toHaveLength(20);
    expect(text.length).toBeLessThan(24_000);
    expect(readFileSync(asked, 'utf8').trim().split('\n')).toHaveLength(20);
  });

  it('tells of the 20 interfaces that moved most, whatever they are called', () => {
    const lines = Array.from({ length: 40 }, (_, index) => {
      const counts = [
        1000 + index,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        7,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
      ];
      return `  e"th${index}:${counts.join(' ')}`;
    });
    const { counters } = onMachine(
      {
        mounts: '',
        'net/dev': [
          'Inter-|   Receive                                                |  Transmit',
          ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets',
          '    lo: 99999999 0 0 0 0 0 0 0 99999999 0 0 0 0 0 0 0',
          '  sit0:       0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0',
          ...lines,
          '',
        ].join('\n'),
      },
      DF,
    );
    expect(counters.disks).toEqual([]);
    expect(counters.network).toHaveLength(20);
    expect(counters.network[0]).toEqual({
      name: 'e"th39',
      receivedBytesPerSecond: 0,
      sentBytesPerSecond: 0,
    });
  });

  it('knows what is free on old kernels, too', () => {
    const { counters } = onMachine(
      {
        mounts: '',
        meminfo:
          'MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 50 kB\nCached: 250 kB\n',
      },
      DF,
    );
    expect(counters.memory).toEqual({
      totalBytes: 1000 * 1024,
      usedBytes: 600 * 1024,
    });
  });

  it('fails, and says why, where the kernel tells nothing', () => {
    const attempt = () => onMachine({ mounts: '', meminfo: '', stat: '' }, DF);
    expect(attempt).toThrow('/proc does not say how busy this machine is');
  });
});
