import { expect, Page, test as base } from '@playwright/test';
import { PersonaId, Portal } from './Portal';

const NAMES: Record<PersonaId, string> = {
  priya: 'Priya Raman',
  lukas: 'Lukas Weber',
  omar: 'Omar Haddad',
  rita: 'Rita Novak',
};

/** Tests over one portal of 400 nodes that has been listed once. */
export const test = base.extend<
  { signIn: (persona: PersonaId, path?: string) => Promise<Page> },
  { portal: Portal }
>({
  portal: [
    async ({}, use) => {
      const portal = await Portal.start({ nodes: 400 });
      await portal.sync();
      await portal.settled();
      await use(portal);
      await portal.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  signIn: async ({ page, portal }, use) => {
    const problems: string[] = [];
    page.on('pageerror', error => problems.push(String(error)));
    page.on('dialog', dialog => {
      problems.push(`A dialog opened: ${dialog.message()}`);
      return dialog.dismiss();
    });
    page.on('console', message => {
      // The browser notes every refused request so; tests that have one mean it.
      if (
        message.type() === 'error' &&
        !message.text().startsWith('Failed to load resource')
      ) {
        problems.push(`On the console: ${message.text()}`);
      }
    });
    await use(async (persona, path = '/managed-nodes') => {
      await page.goto(`${portal.url}${path}`);
      await page.getByText(NAMES[persona], { exact: false }).first().click();
      return page;
    });
    expect(problems).toEqual([]);
  },
});

export { expect };
