import {
  LoggerService,
  RootLifecycleService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Knex } from 'knex';
import { AccountDirectory } from '../accounts/AccountDirectory';
import { ApiPart } from '../api/ApiPart';
import { AwsClients } from '../aws/AwsClients';
import { CallObserver } from '../aws/CallMeter';
import { AlarmQueries } from './AlarmQueries';
import { AlarmNotices } from './AlarmNotices';
import { AlarmSync } from './AlarmSync';
import { CoverageQueries } from './CoverageQueries';
import { GroupMetricsReader } from './GroupMetricsReader';
import { createMetricApi } from './metricApi';
import { MetricFinder } from './MetricFinder';
import { MetricReader } from './MetricReader';
import { MetricReads } from './MetricReads';
import { MetricsConfig } from './metricsConfig';
import { MonitoringSchedule } from './MonitoringSchedule';
import { MonitoringSync } from './MonitoringSync';
import { NodeMetricsReader } from './NodeMetricsReader';

/** Reads again and again what is monitored and which alarms ring, and answers questions about it. */
export async function startMetrics(options: {
  knex: Knex;
  config: MetricsConfig;
  /** AWS partition. */
  partition: string;
  accounts: AccountDirectory;
  clients: AwsClients;
  scheduler: SchedulerService;
  lifecycle: RootLifecycleService;
  logger: LoggerService;
  notifications: NotificationService;
  observer?: CallObserver;
}): Promise<ApiPart> {
  const { knex, config, clients, observer, partition } = options;
  const { namespace, monitoringAccount } = config;
  const reads = MetricReads.create({ knex });
  const sync = MonitoringSync.create({ ...options, reads, namespace });
  const alarms = AlarmSync.create({ ...options, reads });
  if (config.enabled) {
    await MonitoringSchedule.create({
      ...options,
      reads,
      work: [
        {
          part: 'metrics',
          intervalMs: config.intervalMs,
          urgent: () => sync.urgent(),
          run: (target, signal) => sync.run(target, signal),
        },
        {
          part: 'alarms',
          intervalMs: config.alarmIntervalMs,
          run: (target, signal) => alarms.run(target, signal),
        },
      ],
    }).start();
    if (config.notifications.alarm) {
      const notices = AlarmNotices.create(options);
      await options.scheduler.scheduleTask({
        id: 'managed-nodes-alarm-notices',
        scope: 'global',
        frequency: { minutes: 1 },
        initialDelay: { minutes: 1 },
        timeout: { minutes: 5 },
        fn: () => notices.tell(Date.now()),
      });
    }
  }
  const reader = MetricReader.create({ clients, monitoringAccount, observer });
  return createMetricApi({
    nodeMetrics: NodeMetricsReader.create({
      reader,
      finder: MetricFinder.create({ clients, knex, namespace, observer }),
    }),
    groupMetrics: GroupMetricsReader.create({ knex, reader }),
    coverage: CoverageQueries.create({ knex, reads }),
    alarms: AlarmQueries.create({ knex, clients, partition, observer }),
  });
}
