import { SkippedReport } from '@managed-nodes/plugin-managed-nodes-common';
import { FakeNodeStore } from '../__testUtils__/FakeNodeStore';
import { SkippedReporter } from './SkippedReporter';

describe('SkippedReporter', () => {
  it('keeps every request below what backends accept', async () => {
    const feed = new FakeNodeStore();
    const sent: SkippedReport[] = [];
    jest.spyOn(feed, 'reportSkipped').mockImplementation(async report => {
      sent.push(report);
    });
    const names = Array.from(
      { length: 2500 },
      (_, index) => `mi-${String(index).padStart(60, '0')}`,
    );
    await SkippedReporter.create({ feed, consumer: 'managed-nodes' }).report(
      {
        accepted: names,
        skipped: names.map(name => ({ name, reason: '支'.repeat(5000) })),
      },
      new AbortController().signal,
    );

    expect(sent.flatMap(report => report.accepted)).toEqual(names);
    expect(sent.flatMap(report => report.skipped.map(s => s.name))).toEqual(
      names,
    );
    for (const report of sent) {
      expect(report.consumer).toBe('managed-nodes');
      expect(Buffer.byteLength(JSON.stringify(report))).toBeLessThan(100_000);
    }
  });

  it('sends nothing when there is nothing to say', async () => {
    const feed = new FakeNodeStore();
    await SkippedReporter.create({ feed, consumer: 'managed-nodes' }).report(
      { accepted: [], skipped: [] },
      new AbortController().signal,
    );
    expect(feed.reports).toBe(0);
  });
});
