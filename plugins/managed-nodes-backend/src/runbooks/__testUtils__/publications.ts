import { PROD } from '../../__testUtils__/createSync';
import { REGION } from '../../patches/actions/__testUtils__/world';

const APPROVERS = { groups: ['group:default/platform-team'] };

/** What these tests publish, as config would. */
export const PUBLICATIONS = [
  {
    id: 'say',
    document: { name: 'Test-Say' },
    title: 'Say something',
    category: 'Everyday',
  },
  {
    id: 'say-by-automation',
    document: { name: 'Test-SayByAutomation' },
    title: 'Say something by Automation',
    nodesParameter: 'InstanceIds',
    parameters: { Words: { default: 'good morning' } },
  },
  {
    id: 'say-carefully',
    document: { name: 'Test-SayByAutomation' },
    title: 'Say something after an approval',
    nodesParameter: 'InstanceIds',
    approval: { always: true, approvers: APPROVERS },
  },
  {
    id: 'ask-first',
    document: { name: 'Test-AskFirst' },
    title: 'Ask first',
    nodesParameter: 'InstanceIds',
  },
  {
    id: 'everywhere',
    document: { name: 'Test-Everywhere' },
    title: 'Count everywhere',
    who: { groups: ['group:default/platform-team'] },
    places: [{ account: PROD, region: REGION }],
  },
  {
    id: 'operators-only',
    document: { name: 'Test-Say' },
    title: 'Say something to everybody',
    who: { groups: ['group:default/platform-team'] },
    parameters: { Words: { fixed: 'to everybody' } },
  },
];
