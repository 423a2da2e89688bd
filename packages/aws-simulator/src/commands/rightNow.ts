import { ScriptHost } from '../machine/ScriptHost';
import { hasSecondVolume } from '../metrics/agentMetrics';
import { Workload } from '../metrics/Workload';

const MINUTE = 60_000;
const SECOND = 1000;

/** How a script begins that says how busy its machine is. */
const HEAD = /^# managed-nodes: right-now\r?(?:\n|$)/;

/** Whether a script is one that says how busy its machine is. */
export function isRightNow(script: string): boolean {
  return HEAD.test(script);
}

/** Percent of something, in whole bytes. */
function part(bytes: number, percent: number): number {
  return Math.round((bytes * percent) / 100);
}

/**
 * What such a script prints: the machine's workload of this minute, which is
 * what CloudWatch has of it, too.
 */
export function printRightNow(host: ScriptHost): number {
  const { node, machine, now } = host;
  const workload = Workload.of(node, machine);
  const minute = Math.floor(now / MINUTE);
  const isWindows = node.platform.type === 'Windows';
  const mounts = isWindows
    ? ['C:']
    : ['/', ...(hasSecondVolume(node.seed) ? ['/data'] : [])];
  const load = (minutes: number) => {
    let sum = 0;
    for (let ago = 0; ago < minutes; ago++) {
      sum += workload.cpu(minute - ago);
    }
    const busy = (sum / minutes / 100) * workload.processors;
    return Math.round(busy * 100) / 100;
  };
  host.stdout += `${JSON.stringify({
    version: 1,
    cpuPercent: Math.round(workload.cpu(minute) * 10) / 10,
    cores: workload.processors,
    load: isWindows ? null : { one: load(1), five: load(5), fifteen: load(15) },
    memory: {
      totalBytes: workload.memory,
      usedBytes: part(workload.memory, workload.memoryUsed(minute)),
    },
    disks: mounts.map((mount, volume) => ({
      mount,
      totalBytes: workload.disk,
      usedBytes: part(workload.disk, workload.diskUsed(minute, volume)),
    })),
    network: [
      {
        name: isWindows ? 'Ethernet' : 'eth0',
        receivedBytesPerSecond: Math.round(workload.received(minute) / 60),
        sentBytesPerSecond: Math.round(workload.sent(minute) / 60),
      },
    ],
    uptimeSeconds: Math.max(0, Math.round((now - machine.bootedAt) / SECOND)),
  })}\n`;
  // It looks twice, a second apart.
  host.duration += SECOND;
  return 0;
}
