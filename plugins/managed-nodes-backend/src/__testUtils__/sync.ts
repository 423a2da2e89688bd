import { startSimulator } from '@managed-nodes/aws-simulator';

export { createSync, PROD, REGIONS } from './createSync';

/** A simulator with its endpoint where the AWS SDK finds it. */
export async function startAws(options: { nodes: number; seed?: number }) {
  const simulator = await startSimulator({
    seed: 7,
    // Stands still, so that no node is scanned for patches while a test runs.
    time: new Date('2026-11-23T12:00:00Z'),
    ...options,
  });
  const before = process.env.AWS_ENDPOINT_URL;
  process.env.AWS_ENDPOINT_URL = simulator.endpoint;
  return {
    control: simulator.control,
    credentials: simulator.credentials,
    async stop() {
      if (before === undefined) {
        delete process.env.AWS_ENDPOINT_URL;
      } else {
        process.env.AWS_ENDPOINT_URL = before;
      }
      await simulator.close();
    },
  };
}
