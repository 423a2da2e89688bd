import { MachineService } from '../MachineState';
import { download } from '../ScriptHost';
import { ScriptError } from './ScriptError';
import { CmdletCall, Value } from './values';

type Cmdlet = (call: CmdletCall) => Value;

function text(value: Value | undefined): string {
  if (Array.isArray(value)) {
    return value.map(text).join('\r\n');
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  if (value === undefined || value === null) {
    return '';
  }
  return typeof value === 'object'
    ? text(Object.values(value)[0])
    : String(value);
}

function list(value: Value | undefined): Value[] {
  if (Array.isArray(value)) {
    return value;
  }
  return value === undefined ? [] : [value];
}

/** One thing is itself, nothing is null. */
function unwrapped(values: Value[]): Value {
  if (!values.length) {
    return null;
  }
  return values.length === 1 ? values[0] : values;
}

function isQuiet({ options }: CmdletCall): boolean {
  return /^(silentlycontinue|ignore)$/i.test(
    text(options.erroraction ?? options.ea),
  );
}

/** What is meant: by a name, or by what was piped in. */
function names(call: CmdletCall): string[] {
  const { options, piped } = call;
  return list(options.name ?? options[0] ?? piped).map(text);
}

function shown(name: string, service: MachineService): Value {
  return {
    Name: name,
    DisplayName: service.title,
    Status: service.running ? 'Running' : 'Stopped',
    StartType: service.enabled ? 'Automatic' : 'Disabled',
  };
}

function services(call: CmdletCall): Array<[string, MachineService]> {
  return names(call).flatMap((name): Array<[string, MachineService]> => {
    const service = call.host.machine.service(name);
    if (!service && !isQuiet(call)) {
      throw new ScriptError(
        `Cannot find any service with service name '${name}'.`,
      );
    }
    return service ? [[name, service]] : [];
  });
}

function turn(running: boolean): Cmdlet {
  return call => {
    const { host, options } = call;
    const found = services(call);
    for (const [name] of found) {
      host.machine.turn(name, running, host.now);
      host.duration += 1500;
    }
    return options.passthru
      ? found.map(([name, service]) => shown(name, service))
      : null;
  };
}

function getService(call: CmdletCall): Value {
  const { machine } = call.host;
  const wanted = names(call);
  const found = wanted.length
    ? services(call)
    : [...machine.services.entries()];
  const values = found.map(([name, service]) => shown(name, service));
  return unwrapped(values);
}

function path({ options, piped }: CmdletCall): string {
  return text(options.path ?? options.literalpath ?? options[0] ?? piped);
}

function items(call: CmdletCall): string[] {
  const { machine } = call.host;
  const given = path(call).replace(/\\\*(\.\*)?$/, '');
  return machine.file(given) ? [given] : machine.below(given);
}

function item(call: CmdletCall, name: string): Value {
  const file = call.host.machine.file(name);
  return {
    FullName: name,
    Name: name.replace(/^.*\\/, ''),
    Length: file?.size ?? 0,
    LastWriteTime: new Date(file?.modifiedAt ?? 0).toISOString(),
  };
}

function getItem(call: CmdletCall): Value {
  const found = items(call);
  if (!found.length && !isQuiet(call)) {
    throw new ScriptError(
      `Cannot find path '${path(call)}' because it does not exist.`,
    );
  }
  const values = found.map(name => item(call, name));
  return unwrapped(values);
}

function removeItem(call: CmdletCall): Value {
  const given = call.piped
    ? list(call.piped).map(text)
    : [path(call).replace(/\\\*(\.\*)?$/, '')];
  given.forEach(each => call.host.machine.remove(each));
  return null;
}

function setContent(append: boolean): Cmdlet {
  return call => {
    const { machine, now } = call.host;
    const { options, piped } = call;
    const name = path({ ...call, piped: undefined });
    const value = text(options.value ?? options[1] ?? piped);
    const before = append ? machine.file(name)?.content ?? '' : '';
    machine.write(name, `${before}${value}\r\n`, now);
    return null;
  };
}

function drive({ host }: CmdletCall): Value {
  const { disk, used } = host.machine;
  return {
    Name: 'C',
    Used: used,
    Free: disk - used,
    FreeSpace: disk - used,
    Size: disk,
    Root: 'C:\\',
  };
}

function write(stream: 'stdout' | 'stderr'): Cmdlet {
  return ({ options, piped, host }) => {
    host[stream] += `${text(
      options.object ??
        options.inputobject ??
        options.message ??
        options[0] ??
        piped,
    )}\r\n`;
    return null;
  };
}

/** Downloads, from a web server or from S3. */
function fetch({ options, host }: CmdletCall): Value {
  const address = text(options.uri ?? options.key ?? options[0]);
  const to = text(options.outfile ?? options.file);
  download(host, address, to || address.replace(/^.*\//, ''));
  return null;
}

/** Cmdlets that scripts may use with effect, by name in lower case. */
export const CMDLETS: Readonly<Record<string, Cmdlet>> = {
  'add-content': setContent(true),
  'convertto-json': ({ piped = null }) => JSON.stringify(piped),
  'get-childitem': getItem,
  'get-ciminstance': drive,
  'get-content': call =>
    call.host.machine.file(path(call))?.content.trimEnd() ?? null,
  'get-date': ({ host }) => new Date(host.now).toISOString(),
  'get-item': getItem,
  'get-psdrive': drive,
  'get-service': getService,
  'get-volume': drive,
  'invoke-webrequest': fetch,
  'measure-object': ({ piped, options }) => ({
    Count: list(piped).length,
    Sum: list(piped).reduce<number>((sum, each) => {
      const key = text(options.property);
      return (
        sum +
        (typeof each === 'object' && each !== null && !Array.isArray(each)
          ? Number(each[key] ?? 0)
          : 0)
      );
    }, 0),
  }),
  'new-item': call => {
    const name = path(call);
    if (!/directory/i.test(text(call.options.itemtype))) {
      call.host.machine.write(name, text(call.options.value), call.host.now);
    }
    return null;
  },
  'out-null': () => null,
  'read-s3object': fetch,
  'remove-item': removeItem,
  'restart-computer': ({ host }) => {
    host.rebooting = true;
    return null;
  },
  'restart-service': turn(true),
  'set-content': setContent(false),
  'start-service': turn(true),
  'start-sleep': ({ options, host }) => {
    host.duration +=
      Number(options.milliseconds ?? 0) +
      Number(options.seconds ?? options[0] ?? 0) * 1000;
    return null;
  },
  'stop-service': turn(false),
  'test-path': call => call.host.machine.exists(path(call)),
  'write-error': write('stderr'),
  'write-host': write('stdout'),
  'write-output': ({ options, piped = null }) =>
    options.inputobject ?? options[0] ?? piped,
};
