import { ScriptExit, ScriptHost } from '../ScriptHost';
import { expandText, Variables } from './expand';

/** What something printed, and how it ended. */
export interface Output {
  code: number;
  stdout: string;
  stderr: string;
}

export const OK: Output = { code: 0, stdout: '', stderr: '' };

/** A script that ends, with what it printed until then. */
export class ExitWithOutput extends ScriptExit {
  readonly output: Output;

  constructor(code: number, output: Output) {
    super(code);
    this.output = output;
  }
}

/** Something after something else; what both printed. */
export function after(before: Output, run: () => Output): Output {
  try {
    const output = run();
    return {
      code: output.code,
      stdout: before.stdout + output.stdout,
      stderr: before.stderr + output.stderr,
    };
  } catch (error) {
    if (error instanceof ExitWithOutput) {
      throw new ExitWithOutput(error.code, {
        code: error.code,
        stdout: before.stdout + error.output.stdout,
        stderr: before.stderr + error.output.stderr,
      });
    }
    throw error;
  }
}

/** What is left of an output when parts of it go elsewhere. */
export function redirected(
  output: Output,
  redirects: ReadonlyArray<{ operator: string; target: string }>,
  { host, variables }: { host: ScriptHost; variables: Variables },
): Output {
  const { machine, now } = host;
  const result = { ...output };
  for (const { operator, target } of redirects) {
    if (operator === '2>&1') {
      result.stdout += result.stderr;
      result.stderr = '';
    } else if (/^1?>&2$/.test(operator)) {
      result.stderr += result.stdout;
      result.stdout = '';
    } else if (!operator.includes('<')) {
      const from = operator.startsWith('2') ? 'stderr' : 'stdout';
      const path = expandText(target.replace(/^["']|["']$/g, ''), variables);
      if (path !== '/dev/null') {
        const before = operator.includes('>>')
          ? machine.file(path)?.content ?? ''
          : '';
        machine.write(path, before + result[from], now);
      }
      result[from] = '';
      if (operator.startsWith('&')) {
        result.stderr = '';
      }
    }
  }
  return result;
}
