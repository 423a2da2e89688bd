import { controlAgent } from '../agentControl';
import { download } from '../ScriptHost';
import { packageFile, packages } from './packageCommands';
import { CommandCall, CommandResult } from './types';

type Command = (call: CommandCall) => CommandResult;

const HOUR = 3_600_000;

function unknown(name: string): CommandResult {
  return {
    code: 5,
    stderr: `Failed to act on ${name}.service: Unit ${name}.service not found.\n`,
  };
}

/** Changes a service, or tells of it, as systemctl does. */
function act(
  action: string,
  name: string,
  { host, words }: CommandCall,
): CommandResult {
  const service = host.machine.service(name);
  const quiet = words.includes('--quiet') || words.includes('-q');
  if (!service) {
    return action === 'is-active' || action === 'is-enabled'
      ? { code: 4, stdout: quiet ? '' : 'inactive\n' }
      : unknown(name);
  }
  const turn = (running: boolean) => {
    host.machine.turn(name, running, host.now);
    host.duration += 1000;
    return {};
  };
  switch (action) {
    case 'start':
    case 'restart':
    case 'reload-or-restart':
    case 'try-restart':
      return turn(true);
    case 'stop':
      return turn(false);
    case 'enable':
    case 'disable':
      service.enabled = action === 'enable';
      return words.includes('--now') ? turn(action === 'enable') : {};
    case 'is-active':
      return {
        code: service.running ? 0 : 3,
        stdout: quiet ? '' : `${service.running ? 'active' : 'inactive'}\n`,
      };
    case 'is-enabled':
      return {
        code: service.enabled ? 0 : 1,
        stdout: quiet ? '' : `${service.enabled ? 'enabled' : 'disabled'}\n`,
      };
    case 'status':
      return {
        code: service.running ? 0 : 3,
        stdout: `● ${name}.service - ${service.title}\n   Active: ${
          service.running ? 'active (running)' : 'inactive (dead)'
        } since ${new Date(service.since).toISOString()}\n`,
      };
    default:
      return {};
  }
}

function systemctl(call: CommandCall): CommandResult {
  const [action = '', ...names] = call.words.filter(
    word => !word.startsWith('-'),
  );
  if (action === 'reboot') {
    return reboot(call);
  }
  if (action === 'list-units' || action === 'list-unit-files') {
    return {
      stdout: [...call.host.machine.services]
        .map(
          ([name, { title, running }]) =>
            `${name}.service loaded ${
              running ? 'active running' : 'inactive dead'
            } ${title}\n`,
        )
        .join(''),
    };
  }
  return names.reduce<CommandResult>((before, name) => {
    const result = act(action, name.replace(/\.service$/, ''), call);
    return {
      code: before.code || result.code,
      stdout: (before.stdout ?? '') + (result.stdout ?? ''),
      stderr: (before.stderr ?? '') + (result.stderr ?? ''),
    };
  }, {});
}

function serviceCommand(call: CommandCall): CommandResult {
  const [name = '', action = 'status'] = call.words;
  return act(action, name, call);
}

function reboot({ host }: CommandCall): CommandResult {
  host.rebooting = true;
  return {};
}

function diskFree({ words, host }: CommandCall): CommandResult {
  const { disk, used } = host.machine;
  const percent = `${Math.round((used / disk) * 100)}%`;
  const output = words.find(word => word.startsWith('--output='));
  if (output) {
    const values: Record<string, string> = {
      pcent: percent,
      avail: String(Math.floor((disk - used) / 1024)),
      used: String(Math.floor(used / 1024)),
      size: String(Math.floor(disk / 1024)),
      target: '/',
    };
    const names = output.slice('--output='.length).split(',');
    return {
      stdout: `${names.join(' ')}\n${names
        .map(name => values[name] ?? '-')
        .join(' ')}\n`,
    };
  }
  const human = words.some(word => /^-\w*h/.test(word));
  const shown = (bytes: number) =>
    human
      ? `${(bytes / 1024 ** 3).toFixed(1)}G`
      : `${Math.floor(bytes / 1024)}`;
  return {
    stdout: `Filesystem Size Used Avail Use% Mounted on\n/dev/root ${shown(
      disk,
    )} ${shown(used)} ${shown(disk - used)} ${percent} /\n`,
  };
}

function free(): CommandResult {
  return {
    stdout:
      '              total        used        free\nMem:           7820        2410        5410\nSwap:             0           0           0\n',
  };
}

function uptime({ words, host }: CommandCall): CommandResult {
  const hours = Math.floor((host.now - host.machine.bootedAt) / HOUR);
  return {
    stdout: words.includes('-s')
      ? `${new Date(host.machine.bootedAt).toISOString().slice(0, 19)}\n`
      : ` up ${Math.floor(hours / 24)} days, ${
          hours % 24
        }:00, load average: 0.08, 0.03, 0.01\n`,
  };
}

function date({ words, host }: CommandCall): CommandResult {
  const iso = new Date(host.now).toISOString();
  const format = words.find(word => word.startsWith('+'));
  if (format === '+%s') {
    return { stdout: `${Math.floor(host.now / 1000)}\n` };
  }
  return {
    stdout: `${
      format
        ? format
            .slice(1)
            .replaceAll('%F', iso.slice(0, 10))
            .replaceAll('%T', iso.slice(11, 19))
            .replaceAll('%Y', iso.slice(0, 4))
            .replaceAll('%m', iso.slice(5, 7))
            .replaceAll('%d', iso.slice(8, 10))
            .replaceAll('%H', iso.slice(11, 13))
            .replaceAll('%M', iso.slice(14, 16))
            .replaceAll('%S', iso.slice(17, 19))
        : `${iso.slice(0, 19)}Z`
    }\n`,
  };
}

function journal({ words, host }: CommandCall): CommandResult {
  if (words.some(word => word.startsWith('--vacuum'))) {
    return { stdout: 'Vacuuming done, freed 120.0M of archived journals.\n' };
  }
  return {
    stdout: `${new Date(host.now).toISOString()} ${
      host.node.computerName
    } systemd[1]: Started.\n`,
  };
}

function processes({ host }: CommandCall): CommandResult {
  const running = [...host.machine.services]
    .filter(([, each]) => each.running)
    .map(([name], index) => `${index + 101} root ${name}\n`);
  return { stdout: `PID USER COMMAND\n1 root systemd\n${running.join('')}` };
}

function which({ words, host }: CommandCall): CommandResult {
  const name = words.filter(word => !word.startsWith('-'))[0] ?? '';
  const path = `/usr/bin/${name}`;
  return name === 'amazon-cloudwatch-agent-ctl' && !host.machine.exists(path)
    ? { code: 1 }
    : { stdout: `${path}\n` };
}

function cloudWatch({ words, host }: CommandCall): CommandResult {
  return controlAgent(host, words);
}

/** `curl -o file url`, `wget -O file url` and `aws s3 cp url file`. */
function fetch({ name, words, host }: CommandCall): CommandResult {
  const address = words.find(word => /^(https?|s3):\/\//.test(word)) ?? '';
  const at = words.findIndex(word => /^-\w*[oO]$/.test(word));
  const plain = words.filter(word => !word.startsWith('-') && word !== address);
  const to =
    name === 'aws'
      ? plain[plain.length - 1]
      : (at >= 0 && words[at + 1]) || address.replace(/^.*\//, '');
  const isCopy = name !== 'aws' || plain.includes('cp');
  if (address && isCopy && download(host, address, to ?? '')) {
    return {};
  }
  return { stdout: address ? '' : '{}\n' };
}

const SPAN = /^(?<count>\d+)(?<unit>[smh]?)$/;
const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: HOUR,
};

/** `stress-ng --cpu 4 --cpu-load 95 --timeout 10m`: goes on in the background. */
function stress({ words, host }: CommandCall): CommandResult {
  const after = (...names: string[]) =>
    words[words.findIndex(word => names.includes(word)) + 1] ?? '';
  const { count, unit } = SPAN.exec(after('--timeout', '-t'))?.groups ?? {};
  host.machine.addStress({
    from: host.now,
    to: host.now + (count ? Number(count) * UNITS[unit || 's'] : 24 * HOUR),
    cpu: words.includes('--cpu-load') ? Number(after('--cpu-load', '-l')) : 100,
  });
  return { stderr: 'stress-ng: info: dispatching hogs\n' };
}

/** Commands that look at or change the machine itself. */
export const SYSTEM_COMMANDS: Readonly<Record<string, Command>> = {
  'amazon-cloudwatch-agent-ctl': cloudWatch,
  apt: packages,
  aws: fetch,
  curl: fetch,
  wget: fetch,
  'apt-get': packages,
  command: which,
  date,
  df: diskFree,
  dpkg: packageFile,
  dnf: packages,
  free,
  hostname: ({ host }) => ({ stdout: `${host.node.computerName}\n` }),
  id: () => ({ stdout: 'uid=0(root) gid=0(root) groups=0(root)\n' }),
  journalctl: journal,
  ps: processes,
  reboot,
  rpm: packageFile,
  service: serviceCommand,
  shutdown: reboot,
  stress,
  'stress-ng': stress,
  systemctl,
  uname: ({ words }) => ({
    stdout: words.includes('-r') ? '6.1.115-126.197\n' : 'Linux\n',
  }),
  uptime,
  which,
  whoami: () => ({ stdout: 'root\n' }),
  yum: packages,
  zypper: packages,
};
