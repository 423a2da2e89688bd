import { CloudWatchAgent } from './CloudWatchAgent';
import { MachineState } from './MachineState';

const CONFIGURATION = '{"metrics":{"metrics_collected":{"mem":{}}}}';

describe.each([
  ['Linux', false],
  ['Windows', true],
])('CloudWatchAgent on %s', (_, windows) => {
  const machine = () =>
    MachineState.create({ windows, disk: 1e9, otherUse: 0, bootedAt: 0 });
  const configured = (text = CONFIGURATION) => {
    const state = machine();
    const agent = CloudWatchAgent.of(state);
    agent.install(1000);
    agent.configure(new Map(), text, 2000);
    return { state, agent };
  };

  it('runs once it is installed, configured and started', () => {
    const { state, agent } = configured();
    expect(agent.isInstalled).toBe(true);
    expect(state.cloudWatchAgent).toBeUndefined();
    agent.start(3000);
    expect(state.cloudWatchAgent).toEqual({
      configuration: CONFIGURATION,
      runningSince: 3000,
    });
    agent.stop(4000);
    expect(state.cloudWatchAgent).toBeUndefined();
  });

  it('does not start without a configuration', () => {
    const state = machine();
    const agent = CloudWatchAgent.of(state);
    agent.install(1000);
    agent.start(2000);
    expect(agent.isRunning).toBe(false);
    expect(state.cloudWatchAgent).toBeUndefined();
  });

  it('reads its configuration when it starts only', () => {
    const { state, agent } = configured();
    agent.start(3000);
    agent.configure(new Map(), '{}', 4000);
    expect(state.cloudWatchAgent?.configuration).toBe(CONFIGURATION);
    agent.configure(new Map(), undefined, 5000);
    expect(state.cloudWatchAgent?.configuration).toBe(CONFIGURATION);
    agent.configure(new Map(), '{}', 6000);
    state.reboot(7000);
    expect(state.cloudWatchAgent).toEqual({
      configuration: '{}',
      runningSince: 7000,
    });
  });

  it('leaves its configuration behind', () => {
    const { state, agent } = configured();
    agent.start(3000);
    agent.uninstall();
    expect(agent.isInstalled).toBe(false);
    expect(state.cloudWatchAgent).toBeUndefined();
    expect(agent.isConfigured).toBe(true);
    agent.install(4000);
    agent.start(5000);
    expect(state.cloudWatchAgent?.configuration).toBe(CONFIGURATION);
  });
});
