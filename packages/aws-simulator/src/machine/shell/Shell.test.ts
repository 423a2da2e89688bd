import { Fleet } from '../../fleet/Fleet';
import { Organization } from '../../model/Organization';
import { regionShares } from '../../model/places';
import { Machines } from '../Machines';
import { ScriptHost } from '../ScriptHost';
import { Shell } from './Shell';

const NOW = Date.parse('2026-11-20T12:00:00Z');

function host(remoteFiles: Record<string, string> = {}): ScriptHost {
  const fleet = Fleet.create(50, {
    seed: 1,
    organization: Organization.create(),
    regions: regionShares(['eu-central-1']),
    now: NOW,
  });
  const [node] = fleet
    .everything()
    .filter(({ platform }) => platform.type === 'Linux');
  return ScriptHost.create(node, Machines.create(remoteFiles), NOW);
}

function run(script: string, on = host()) {
  const code = Shell.run(on, script);
  return { code, stdout: on.stdout, stderr: on.stderr };
}

describe('Shell', () => {
  it.each([
    ['echo "a  b" c', 'a  b c\n'],
    ['x=\'one two\'; for w in $x; do echo "<$w>"; done', '<one>\n<two>\n'],
    ['x="one two"; for w in "$x"; do echo "<$w>"; done', '<one two>\n'],
    [
      'echo ${name:-nobody} $((2 + 3 * 4)) $(echo in $(echo place))',
      'nobody 14 in place\n',
    ],
    ['n=0; while [ $n -lt 3 ]; do n=$((n + 1)); echo $n; done', '1\n2\n3\n'],
    ['false || echo saved && echo both', 'saved\nboth\n'],
    ['if ! test -f /nowhere; then echo gone; fi', 'gone\n'],
    ['[[ "abc" == a* && -n "x" ]] && echo matches', 'matches\n'],
    ['hello() { echo "hi $1"; }; hello you', 'hi you\n'],
    ['echo a > /tmp/f; echo b >> /tmp/f; cat /tmp/f | grep -c ""', '2\n'],
    ['echo text | frobnicate --now', 'text\n'],
    ['# only a comment\necho x # and another', 'x\n'],
    ['printf "%s=%s\\n" a b', 'a=b\n'],
    ['for f in /etc/host*; do basename "$f"; done', 'hostname\n'],
    ["bash -c 'echo inner'", 'inner\n'],
    ['echo lost 2>&1 >/dev/null; echo kept', 'kept\n'],
  ])('understands %s', (script, stdout) => {
    expect(run(script)).toEqual({ code: 0, stdout, stderr: '' });
  });

  it('ends where it is told to', () => {
    expect(run('echo a\nif true; then exit 3; fi\necho b')).toEqual({
      code: 3,
      stdout: 'a\n',
      stderr: '',
    });
    expect(run('set -e\necho a\nfalse\necho b')).toMatchObject({
      code: 1,
      stdout: 'a\n',
    });
    expect(run('echo wrong >&2; (exit 2)')).toMatchObject({
      code: 2,
      stderr: 'wrong\n',
    });
  });

  it('runs what it downloads', () => {
    const on = host({ 'check.sh': 'echo "checked $1"\nexit 5\n' });
    expect(
      run(
        'aws s3 cp s3://bucket/scripts/check.sh /tmp/check.sh && bash /tmp/check.sh me',
        on,
      ),
    ).toMatchObject({ code: 5, stdout: 'checked me\n' });
  });

  it('tells what it had time for', () => {
    const on = host();
    Shell.run(on, 'sleep 2m; sleep 1');
    expect(on.duration).toBe(121_000);
  });

  it('leaves what is hostile alone', () => {
    const on = host();
    expect(
      run(`while true; do :; done; echo "$(echo '$(reboot)')"`, on),
    ).toMatchObject({ code: 0, stdout: '$(reboot)\n' });
    expect(on.rebooting).toBe(false);
    expect(run('((((((;;|| "unclosed').code).toBe(0);
  });
});
