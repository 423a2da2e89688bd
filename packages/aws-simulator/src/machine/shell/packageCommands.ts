import { CloudWatchAgent } from '../CloudWatchAgent';
import { ScriptHost } from '../ScriptHost';
import { CommandCall, CommandResult } from './types';

/** The CloudWatch agent is a package, or a file with one in it. */
const AGENT_PACKAGE = /(^|\/)amazon-cloudwatch-agent([-_.].*)?$/;

function add(name: string, { machine, now }: ScriptHost): void {
  machine.packages.add(name);
  if (AGENT_PACKAGE.test(name)) {
    CloudWatchAgent.of(machine).install(now);
  }
}

function take(name: string, { machine }: ScriptHost): void {
  machine.packages.delete(name);
  if (AGENT_PACKAGE.test(name)) {
    CloudWatchAgent.of(machine).uninstall();
  }
}

/** `rpm -U file`, `dpkg -i file` and their opposites. */
export function packageFile({ words, host }: CommandCall): CommandResult {
  const names = words.filter(word => !word.startsWith('-'));
  const options = words.filter(word => word.startsWith('-')).join(' ');
  if (/-q|-s\b|--query|--status/.test(options)) {
    const missing = names.filter(name =>
      AGENT_PACKAGE.test(name)
        ? !CloudWatchAgent.of(host.machine).isInstalled
        : !host.machine.packages.has(name),
    );
    return {
      code: missing.length,
      stdout: missing
        .map(name => `package ${name} is not installed\n`)
        .join(''),
    };
  }
  host.duration += 3000;
  const change = /-\w*e\b|-r\b|-P\b|--erase|--remove|--purge/.test(options)
    ? take
    : add;
  names.forEach(name => change(name, host));
  return {};
}

/** Installs or removes packages, whatever the manager. */
export function packages({ words, host }: CommandCall): CommandResult {
  const [action = '', ...names] = words.filter(word => !word.startsWith('-'));
  host.duration += 5000;
  for (const name of names) {
    if (/install/.test(action)) {
      add(name, host);
    } else if (/remove|erase|purge/.test(action)) {
      take(name, host);
    }
  }
  if (action === 'clean') {
    host.machine.remove('/var/cache/dnf');
  }
  return { stdout: 'Complete!\n' };
}
