import {
  SSMClient,
  DescribeInstancePropertiesCommand,
} from '@aws-sdk/client-ssm';
import { RightOfWay } from './RightOfWay';

const command = new DescribeInstancePropertiesCommand({});

/** A client whose requests are answered when a test says so. */
function clientOf(log: string[], name: string) {
  const answers: Array<() => void> = [];
  const client = new SSMClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: {
      handle: async () => {
        log.push(name);
        await new Promise<void>(resolve => answers.push(resolve));
        throw new Error('answered');
      },
    },
  });
  const send = () => client.send(command).catch(() => undefined);
  return { client, send, answer: () => answers.shift()?.() };
}

const soon = () => new Promise(resolve => setTimeout(resolve, 50));

describe('RightOfWay', () => {
  const setUp = () => {
    const log: string[] = [];
    const rightOfWay = RightOfWay.create();
    const urgent = clientOf(log, 'urgent');
    const listing = clientOf(log, 'listing');
    rightOfWay.giveTo(urgent.client);
    rightOfWay.takeFrom(listing.client);
    return { log, urgent, listing };
  };

  it('holds a listing back until what is urgent was answered', async () => {
    const { log, urgent, listing } = setUp();
    const first = urgent.send();
    const second = listing.send();
    await soon();
    expect(log).toEqual(['urgent']);

    urgent.answer();
    await first;
    await soon();
    expect(log).toEqual(['urgent', 'listing']);
    listing.answer();
    await second;
  });

  it('holds nothing back when nothing is urgent', async () => {
    const { log, listing } = setUp();
    const sent = listing.send();
    await soon();
    expect(log).toEqual(['listing']);
    listing.answer();
    await sent;
  });

  it('lets a listing go on for as long as it has waited', async () => {
    const { log, urgent, listing } = setUp();
    const waiting = urgent.send();
    const since = Date.now();
    const first = listing.send();
    while (log.length < 2) {
      await soon();
    }
    expect(Date.now() - since).toBeGreaterThanOrEqual(1_900);
    const second = listing.send();
    await soon();
    expect(log).toEqual(['urgent', 'listing', 'listing']);

    listing.answer();
    listing.answer();
    urgent.answer();
    await Promise.all([waiting, first, second]);
  });
});
