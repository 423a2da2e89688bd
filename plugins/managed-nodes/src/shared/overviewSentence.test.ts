import { anOverview } from '../__testUtils__/nodes';
import { overviewSentence } from './overviewSentence';

describe('overviewSentence', () => {
  it('says first how many are online, then what is wrong', () => {
    expect(overviewSentence(anOverview())).toBe(
      '7 of 10 nodes are online, 2 out of contact, 2 with critical patches missing',
    );
  });

  it('says it short when all is well', () => {
    const well = {
      online: 10,
      connectionLost: 0,
      missing: 0,
      stopped: 0,
      patch: [],
    };
    expect(overviewSentence(anOverview(well))).toBe('All 10 nodes are online');
    expect(overviewSentence(anOverview({ ...well, total: 1, online: 1 }))).toBe(
      'The one node is online',
    );
  });

  it('knows that there may be none', () => {
    expect(overviewSentence(anOverview({ total: 0 }))).toBe(
      'No managed nodes yet',
    );
  });
});
