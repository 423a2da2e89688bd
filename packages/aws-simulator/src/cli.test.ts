import { spawn } from 'child_process';
import { once } from 'events';
import path from 'path';
import { createInterface } from 'readline';
import { SimulatorControl } from '.';

function run(...args: string[]) {
  return spawn(
    process.execPath,
    [
      '--require',
      '@backstage/cli-node/config/nodeTransform.cjs',
      path.join(__dirname, 'cli.ts'),
      ...args,
    ],
    { cwd: __dirname, stdio: ['ignore', 'pipe', 'pipe'] },
  );
}

describe('the command', () => {
  jest.setTimeout(60_000);

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'says when it is ready, serves, and goes on %s',
    async signal => {
      const child = run('--port', '0', '--nodes', '25', '--seed', '4');
      const [line] = await once(createInterface(child.stdout), 'line');
      const [, endpoint] = /ready at (\S+) with 25 nodes/.exec(line) ?? [];

      expect(await SimulatorControl.create(endpoint).status()).toMatchObject({
        nodes: 25,
        seed: 4,
      });
      child.kill(signal);
      const [code] = await once(child, 'exit');
      expect(code).toBe(0);
    },
  );

  it('knows fleets by name', async () => {
    const child = run(
      ...['--fleet', 'organization-300k', '--nodes', '2000', '--port', '0'],
    );
    const [line] = await once(createInterface(child.stdout), 'line');
    const [, endpoint] = /ready at (\S+) with 2000 nodes/.exec(line) ?? [];
    const status = await SimulatorControl.create(endpoint).status();
    child.kill('SIGTERM');
    await once(child, 'exit');

    expect(status.accounts).toHaveLength(300);
    expect(status.regions).toHaveLength(4);
  });

  it.each([
    [['--nodes', 'many'], '--nodes must be a whole number from 1 to 300000'],
    [['--fleet', 'huge'], '--fleet must be one of demo, organization-300k'],
    [['--regions', 'mars-1'], 'There is no Region mars-1 for a fleet'],
  ])('says what is wrong with %p', async (args, message) => {
    const child = run(...args);
    const [line] = await once(createInterface(child.stderr), 'line');
    const [code] = await once(child, 'exit');

    expect(line).toBe(message);
    expect(code).toBe(1);
  });
});
