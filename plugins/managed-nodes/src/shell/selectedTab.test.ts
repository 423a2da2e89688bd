import { selectedTab } from './selectedTab';

const tabs = [
  { id: 'fleet', label: 'Fleet', href: '/managed-nodes' },
  { id: 'nodes', label: 'Nodes', href: '/managed-nodes/nodes' },
];

describe('selectedTab', () => {
  it.each([
    ['/managed-nodes', 0],
    ['/managed-nodes/nodes', 1],
    ['/managed-nodes/nodes/mi-1', 1],
    ['/managed-nodes/nodesomething', 0],
  ])('at %s is %d', (pathname, index) => {
    expect(selectedTab(tabs, pathname)).toBe(index);
  });
});
