import { ConfigReader } from '@backstage/config';
import { readManagedNodesConfig } from '../config';

const read = (events?: object) =>
  readManagedNodesConfig(
    new ConfigReader({ managedNodes: events ? { events } : {} }),
  ).events;

describe('managedNodes.events', () => {
  it('is off unless it is there', () => {
    expect(read()).toBeUndefined();
    expect(read({})).toEqual({ topics: ['managed-nodes'] });
  });

  it('takes topics and a queue', () => {
    const events = {
      topics: ['aws'],
      deadLetters: {
        queueUrl: 'https://sqs.eu-central-1.amazonaws.com/999900001111/dead',
        region: 'eu-central-1',
      },
    };
    expect(read(events)).toEqual(events);
  });

  it.each([
    [{ topics: [] }, 'managedNodes.events.topics'],
    [{ topic: 'aws' }, 'managedNodes.events'],
    [
      { deadLetters: { queueUrl: 'my-queue', region: 'eu-central-1' } },
      'managedNodes.events.deadLetters.queueUrl',
    ],
    [
      { deadLetters: { queueUrl: 'https://a.example/1/b' } },
      'managedNodes.events.deadLetters.region',
    ],
  ])('refuses %j and names the key', (events, key) => {
    expect(() => read(events)).toThrow(key);
  });
});
